import { expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** Messages from desk to desk, as a supervisor sees and writes them. */
const desk = deskOfEachTest();

const unread = (count: number) =>
  desk.page.locator(`[data-testid=messages][data-unread="${count}"]`).waitFor();
const to = () => desk.page.getByRole('combobox', { name: uk['messages.to'] });
const words = () => desk.page.getByRole('textbox', { name: uk['messages.text'] });
const listed = () => desk.page.getByTestId('message');
const comes = (id: number, text: string) =>
  desk.server.send({
    type: 'message',
    message: {
      ...{ id, at: new Date().toISOString(), fromId: 4, fromName: 'Назар Гриців', toId: 1 },
      ...{ text, readAt: null, readBy: null },
    },
  });

test('what waited is counted and told once; it is read when the list is opened, and stays in it', async () => {
  await unread(1);
  await desk.page.getByText('1 непрочитане повідомлення').last().click();
  await desk.server.hears('message-read 3');
  await unread(0);
  expect(await listed().count()).toBe(3);
  await desk.page.getByText('1 непрочитане повідомлення').waitFor({ state: 'detached' });
  await desk.page.getByText('Прочитали 2 з 4').waitFor();
});

test('one that comes in a talk is told beside it: the call and its buttons are not covered, and it is not read yet', async () => {
  desk.server.call(fake.deskCall('one', 'talking', 'call-9'));
  await desk.page.locator('[data-call-id=call-9]').waitFor();
  comes(4, 'Є вільний майстер на Галицькій');
  const told = desk.page.locator('.notice').getByText('Назар Гриців: Є вільний майстер на Галицькій');
  await told.waitFor();
  await unread(2);
  expect(desk.server.heard.filter((one) => one.startsWith('message-read'))).toEqual([]);
  await desk.page.getByRole('button', { name: uk['call.end'] }).click();
  await desk.server.hears('end call-9');
  await told.click();
  await desk.server.hears('message-read 4');
});

test('by the keyboard: opened, answered, sent; nothing goes to all before that was chosen', async () => {
  await desk.page.keyboard.press('Alt+KeyI');
  await words().fill('Куди?');
  await words().press('Enter');
  expect(await desk.page.getByRole('button', { name: uk['messages.send'] }).isDisabled()).toBe(true);
  await listed().first().getByRole('button', { name: uk['messages.answer'] }).click();
  await words().fill('Так, зможу');
  await words().press('Enter');
  await desk.server.hears('message 3 Так, зможу');
  await desk.page.getByText('Ви → Христина Возняк-Підгірна').waitFor();
  expect(await words().inputValue()).toBe('');
  await to().selectOption('all');
  await words().fill('О 16:00 навчання');
  // Who may not log in any more is still called by his name.
  desk.server.send({ type: 'colleague-gone', id: 3 });
  await to().getByRole('option', { name: 'Христина' }).waitFor({ state: 'detached' });
  await desk.page.getByText('Ви → Христина Возняк-Підгірна').waitFor();
  await desk.page.reload();
  await desk.page.getByTestId('presence').waitFor();
  await desk.page.keyboard.press('Alt+KeyI');
  expect(await words().inputValue()).toBe('О 16:00 навчання');
  await words().press('Enter');
  await desk.server.hears('message null О 16:00 навчання');
  await desk.page.keyboard.press('Escape');
  await listed().first().waitFor({ state: 'detached' });
  expect(desk.server.heard.filter((one) => one.startsWith('message '))).toHaveLength(2);
});

test('the next person at this browser finds nothing of what was being written', async () => {
  await desk.page.keyboard.press('Alt+KeyI');
  await words().fill('Не для чужих очей');
  await desk.page.keyboard.press('Escape');
  await desk.page.getByRole('searchbox', { name: uk['who.find'] }).fill('Добро');
  await desk.page.getByRole('button', { name: /Добровольська/ }).click();
  await desk.page.getByLabel(uk['request.text']).fill('Не для чужих очей');
  await desk.page.getByRole('button', { name: uk['nav.logout'] }).click();
  await desk.page.getByLabel(uk['login.login']).fill('roman');
  await desk.page.getByLabel(uk['login.password'], { exact: true }).fill('right');
  await desk.page.getByRole('button', { name: uk['login.enter'] }).click();
  await desk.page.getByTestId('presence').waitFor();
  await desk.page.keyboard.press('Alt+KeyI');
  expect(await words().inputValue()).toBe('');
  expect(await desk.page.getByLabel(uk['request.text']).count()).toBe(0);
});

test('of whose session is over while they are open, whoever logs in next does not find them open', async () => {
  await desk.page.keyboard.press('Alt+KeyI');
  await to().waitFor();
  const over = { status: 401, json: { code: 'session.none', message: 'Log in first.' } };
  await desk.page.route('**/api/requests', (route) => route.fulfill(over));
  await desk.page.evaluate(`location.hash = '#/requests'`);
  await desk.page.getByText(uk['login.revoked']).waitFor();
  await desk.page.unroute('**/api/requests');
  await desk.page.getByLabel(uk['login.login']).fill('olena');
  await desk.page.getByLabel(uk['login.password'], { exact: true }).fill('right');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByTestId('messages').waitFor();
  expect(await to().count()).toBe(0);
});
