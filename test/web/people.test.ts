import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { faults } from './accessible.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import { deskCall } from './fake-data.ts';
import { type FakePeople, fakePeople, madeUp } from './fake-people.ts';
import { wrongInAnyLook } from './looks.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

async function opens(place = 'people'): Promise<{ page: Page; errors: string[]; server: FakePeople }> {
  const { page, errors } = await bench.open();
  const server = await fakePeople(page);
  await goAs(page, place);
  await page.getByRole('heading', { name: uk['people.title'] }).waitFor();
  await link(page, 'Назар Гриців').waitFor();
  return { page, errors, server };
}
/** Loaded anew: the desk that was open asked for somebody else. */
async function goAs(page: Page, place: string): Promise<void> {
  await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
  await page.reload();
}
/** Beside the table, which is looked at with the whole screen, among all people. */
const form = ['.pane.details'];
const field = (page: Page, label: keyof typeof uk) => page.getByLabel(uk[label], { exact: true });
const button = (page: Page, label: keyof typeof uk) =>
  page.getByRole('main').getByRole('button', { name: uk[label], exact: true });
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('supervisors have no such screen, neither among the others nor by its address', async () => {
  const { page } = await bench.open();
  await page.goto(`${bench.server.address}/?rawaudio#/people`);
  await page.getByTestId('presence').waitFor();
  expect(await page.getByRole('link', { name: uk['nav.people'], exact: true }).count()).toBe(0);
  expect(await page.getByRole('heading', { name: uk['people.title'] }).count()).toBe(0);
});

test('an administrator sees who may log in, who is locked and whose desk is open; what others change stands there by itself', async () => {
  const { page, errors, server } = await opens();
  await row(page, 'Тарас Бойчук').getByText(uk['state.talking']).waitFor();
  await row(page, 'Віра Стара').getByText(uk['people.locked']).waitFor();
  const names = await page.getByRole('row').getByRole('link').allInnerTexts();
  expect(names.at(-1)).toBe('Віра Стара');
  expect(names.slice(0, 2)).toEqual(['Назар Гриців', 'Олена Мартинюк']);
  expect(await row(page, 'Юлія Лесів').getByText(uk['state.offline']).count()).toBe(0);
  expect(await wrongInAnyLook(page)).toEqual([]);

  // All that an administrator may open is there also on a low screen.
  await page.setViewportSize({ width: 1366, height: 620 });
  await page.getByRole('button', { name: uk['nav.logout'] }).waitFor();
  expect(
    await page.evaluate(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('nav'))`,
    ),
  ).toBe(0);

  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Alt+-', { exact: true }).waitFor();
  await page.keyboard.press('Escape');

  const lesiv = server.people.find(({ login }) => login === 'lesiv');
  Object.assign(lesiv ?? {}, { mayLogIn: false });
  bench.server.send({ type: 'colleague-gone', id: 5 });
  await row(page, 'Юлія Лесів').getByText(uk['people.locked']).waitFor();
  expect(errors).toEqual([]);
});

test('somebody is added by the keyboard alone: what is wrong is said at its field, the password is shown once and copied', async () => {
  const { page, errors, server } = await opens();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write', 'microphone']);
  await page.keyboard.press('Alt+1');
  await page.getByRole('heading', { name: uk['people.title'] }).waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+Minus');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await field(page, 'people.name').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  const alert = (label: keyof typeof uk) => page.getByRole('alert').getByText(uk[label]).waitFor();
  await alert('failure.people.name');
  await alert('failure.people.login');
  expect(await wrongInAnyLook(page, { within: form })).toEqual([]);
  await field(page, 'people.name').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Іваненко Марія');
  await page.keyboard.press('Tab');
  await page.keyboard.type('nazar');
  await page.keyboard.press('Enter');
  await alert('failure.people.login-taken');
  expect(await field(page, 'people.login').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('main').getByRole('alert').count()).toBe(1);
  await field(page, 'people.login').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ivanenko');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  const given = page.getByTestId('given-password');
  await given.getByText(uk['people.password.once']).waitFor();
  expect(await given.getByRole('textbox').inputValue()).toBe(madeUp);
  expect(server.sent.at(-1)).toEqual({
    what: 'POST /api/people',
    body: { name: 'Іваненко Марія', login: 'ivanenko', role: 'supervisor' },
  });
  await row(page, 'Іваненко Марія').getByRole('cell', { name: uk['role.supervisor'] }).waitFor();
  expect(await wrongInAnyLook(page, { within: form })).toEqual([]);
  await button(page, 'people.copy').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await button(page, 'people.copied').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(madeUp);

  // It is kept nowhere: not in the address, not in the browser, not on the screen after it was left.
  const kept = await page.evaluate('JSON.stringify([location.href, {...localStorage}, {...sessionStorage}])');
  expect(kept).not.toContain(madeUp);
  await link(page, 'Назар Гриців').click();
  await given.waitFor({ state: 'detached' });
  await link(page, 'Іваненко Марія').click();
  await button(page, 'people.password.new').waitFor();
  expect(await given.count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a call that rings leads away from a password that was just made up: it is there when one comes back', async () => {
  const { page, errors } = await opens('people/4');
  const given = page.getByTestId('given-password');
  await button(page, 'people.password.new').click();
  await button(page, 'people.password.give').click();
  await given.waitFor();
  bench.server.call(deskCall('one', 'ringing', 'rings-1'));
  await page.locator('[data-call-id=rings-1]').waitFor();
  await given.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: uk['nav.people'], exact: true }).click();
  await link(page, 'Назар Гриців').click();
  expect(await given.getByRole('textbox').inputValue()).toBe(madeUp);
  bench.server.call(null);
  // Whoever leaves it himself has seen it.
  await page.getByRole('link', { name: uk['nav.desk'], exact: true }).click();
  await given.waitFor({ state: 'detached' });
  await page.goBack();
  await button(page, 'people.password.new').waitFor();
  expect(await given.count()).toBe(0);
  expect(errors).toEqual([]);
});

test('without a clipboard the password stands selected, and it is said how it is copied', async () => {
  const { page } = await opens('people/4');
  await page.evaluate(`Object.defineProperty(navigator, 'clipboard', { value: undefined })`);
  await button(page, 'people.password.new').click();
  await says(page, uk['people.password.ask']);
  await button(page, 'people.password.give').click();
  await button(page, 'people.copy').click();
  await says(page, uk['people.copy.by-hand']);
  expect(
    await page.evaluate(
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)',
    ),
  ).toBe(madeUp);
  await button(page, 'people.hide').click();
  await page.getByTestId('given-password').waitFor({ state: 'detached' });
});

test('name and role are changed, somebody is locked out and let in again; before it is done it is said what comes of it', async () => {
  const { page, errors, server } = await opens('people/2');
  expect(await button(page, 'people.save').isDisabled()).toBe(true);
  await field(page, 'people.name').fill('Тарас Бойчук-Новий');
  await says(page, uk['people.talks']);
  await button(page, 'people.save').click();
  await row(page, 'Тарас Бойчук-Новий').waitFor();
  expect(server.sent.at(-1)).toEqual({ what: 'PATCH /api/people/2', body: { name: 'Тарас Бойчук-Новий' } });
  await field(page, 'people.name').fill(' ');
  await button(page, 'people.save').click();
  await page.getByRole('alert').getByText(uk['failure.people.name']).waitFor();
  await button(page, 'people.discard').click();
  expect(await field(page, 'people.name').inputValue()).toBe('Тарас Бойчук-Новий');

  await button(page, 'people.lock').focus();
  // A key that is held down asks, and does nothing.
  for (let times = 0; times < 4; times++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await says(page, uk['people.lock.ask']);
  expect(await wrongInAnyLook(page, { within: form })).toEqual([]);
  expect(server.sent).toHaveLength(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await row(page, 'Тарас Бойчук-Новий').getByText(uk['people.locked']).waitFor();
  await button(page, 'people.unlock').and(page.locator(':focus')).waitFor();
  expect(await faults(page, 'all', form)).toEqual([]);
  await page.keyboard.press('Enter');
  await button(page, 'people.lock').waitFor();
  expect(server.sent.slice(1).map(({ what }) => what)).toEqual([
    'POST /api/people/2/lock',
    'POST /api/people/2/unlock',
  ]);

  // What the server refuses is said plainly.
  await link(page, 'Назар Гриців').click();
  await field(page, 'people.role').selectOption('administrator');
  await button(page, 'people.save').click();
  await row(page, 'Назар Гриців').getByRole('cell', { name: uk['role.administrator'] }).waitFor();
  await field(page, 'people.role').selectOption('operator');
  await button(page, 'people.save').click();
  await says(page, uk['failure.people.last-administrator']);
  expect(errors).toEqual([]);
});

test('oneself one gives only another name; one’s own password is changed with the old one', async () => {
  const { page } = await opens('people/1');
  await says(page, uk['people.own']);
  expect(await field(page, 'people.role').isDisabled()).toBe(true);
  for (const label of ['people.lock', 'people.password.new'] as const)
    expect(await button(page, label).count()).toBe(0);
  await field(page, 'people.name').fill('Олена Нова');
  await says(page, uk['people.relogin.own']);
  expect(await wrongInAnyLook(page, { within: form })).toEqual([]);
  await button(page, 'password.title').click();
  await field(page, 'password.old').waitFor();
});

test('while nothing can be loaded it is said, and trying again mends it', async () => {
  const { page } = await bench.open();
  const server = await fakePeople(page);
  server.fail(true);
  await goAs(page, 'people');
  await says(page, uk['people.failed']);
  expect(await faults(page)).toEqual([]);
  server.fail(false);
  await button(page, 'app.try-again').click();
  await link(page, 'Назар Гриців').waitFor();
});
