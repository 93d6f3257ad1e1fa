import { expect, test } from 'vitest';
import type { Operator } from '../../agent-desk/contract/shapes.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';

/** Two windows of one browser have one log-in: whoever logs in in one of them sits at the other, too. */
const desk = deskOfEachTest();

const nazar: Operator = { id: 4, login: 'nazar', name: 'Назар Гриців', role: 'operator' };
const text = () => desk.page.getByLabel(uk['request.text']);
const search = () => desk.page.getByRole('searchbox', { name: uk['who.find'] });
const isAt = (name: string) => desk.page.getByTitle(`${uk['nav.logout']}: ${name}`).waitFor();

/** What the one who sits here first is writing. */
async function writes(): Promise<void> {
  await isAt('Олена Мартинюк');
  await search().fill('Добро');
  await desk.page.getByRole('button', { name: /Добровольська/ }).click();
  await text().fill('Тече стояк');
}

async function findsTheDeskEmpty(): Promise<void> {
  await isAt('Назар Гриців');
  await search().waitFor();
  expect(await text().count()).toBe(0);
  expect(await desk.page.getByRole('link', { name: uk['nav.wall'] }).count()).toBe(0);
}

async function isTakenOver(): Promise<void> {
  desk.server.takesOver();
  await desk.page.getByText(uk['app.elsewhere']).waitFor();
}

const worksHere = () => desk.page.getByRole('button', { name: uk['app.elsewhere.use'] }).click();

test('who works in this window again finds what he was writing', async () => {
  await writes();
  await isTakenOver();
  await worksHere();
  await isAt('Олена Мартинюк');
  expect(await text().inputValue()).toBe('Тече стояк');
});

test('who works in this window, but has logged in in another one, finds his own desk', async () => {
  await writes();
  await isTakenOver();
  desk.server.logsIn(nazar);
  await worksHere();
  await findsTheDeskEmpty();
});

test('who works in this window, but has logged out in another one, logs in first', async () => {
  await isTakenOver();
  await desk.page.route('**/api/session', (route) =>
    route.fulfill({ status: 401, json: { code: 'session.none', message: 'Log in first.' } }),
  );
  await worksHere();
  await desk.page.getByLabel(uk['login.login']).waitFor();
});

test('a desk that is told that it is somebody else’s becomes his', async () => {
  await writes();
  desk.server.logsIn(nazar);
  await desk.page.evaluate(`dispatchEvent(new Event('online'))`);
  await findsTheDeskEmpty();
});

test('a desk that asks, while its link is lost, and hears of somebody else becomes his', async () => {
  await writes();
  desk.server.logsIn(nazar);
  desk.server.cut(true);
  await isAt('Назар Гриців');
  desk.server.cut(false);
  await findsTheDeskEmpty();
});
