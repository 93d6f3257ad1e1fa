import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, type OpenDesk, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

/** Messages from desk to desk, as a supervisor sees and writes them. */
let bench: DeskBench;
let desk: OpenDesk;
let page: Page;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());
beforeEach(async () => {
  desk = await bench.open();
  ({ page } = desk);
  await page.getByTestId('presence').waitFor();
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  await page.context().close();
});

const unread = (count: number) => page.locator(`[data-testid=messages][data-unread="${count}"]`).waitFor();
const to = () => page.getByRole('combobox', { name: uk['messages.to'] });
const words = () => page.getByRole('textbox', { name: uk['messages.text'] });
const listed = () => page.getByTestId('message');
const comes = (id: number, text: string) =>
  bench.server.send({
    type: 'message',
    message: {
      ...{ id, at: new Date().toISOString(), fromId: 4, fromName: 'Назар Гриців', toId: 1 },
      ...{ text, readAt: null, readBy: null },
    },
  });

test('what waited is counted and told once; it is read when the list is opened, and stays in it', async () => {
  await unread(1);
  await page.getByText('1 непрочитане повідомлення').last().click();
  await bench.server.hears('message-read 3');
  await unread(0);
  expect(await listed().count()).toBe(3);
  await page.getByText('1 непрочитане повідомлення').waitFor({ state: 'detached' });
  await page.getByText('Прочитали 2 з 4').waitFor();
});

test('one that comes in a talk is told beside it: the call and its buttons are not covered, and it is not read yet', async () => {
  bench.server.call(fake.deskCall('one', 'talking', 'call-9'));
  await page.locator('[data-call-id=call-9]').waitFor();
  comes(4, 'Є вільний майстер на Галицькій');
  const told = page.locator('.notice').getByText('Назар Гриців: Є вільний майстер на Галицькій');
  await told.waitFor();
  await unread(2);
  expect(bench.server.heard.filter((one) => one.startsWith('message-read'))).toEqual([]);
  await page.getByRole('button', { name: uk['call.end'] }).click();
  await bench.server.hears('end call-9');
  await told.click();
  await bench.server.hears('message-read 4');
});

test('by the keyboard: opened, answered, sent; nothing goes to all before that was chosen', async () => {
  await page.keyboard.press('Alt+KeyI');
  await words().fill('Куди?');
  await words().press('Enter');
  expect(await page.getByRole('button', { name: uk['messages.send'] }).isDisabled()).toBe(true);
  await listed().first().getByRole('button', { name: uk['messages.answer'] }).click();
  await words().fill('Так, зможу');
  await words().press('Enter');
  await bench.server.hears('message 3 Так, зможу');
  await page.getByText('Ви → Христина Возняк-Підгірна').waitFor();
  expect(await words().inputValue()).toBe('');
  await to().selectOption('all');
  await words().fill('О 16:00 навчання');
  await page.reload();
  await page.getByTestId('presence').waitFor();
  await page.keyboard.press('Alt+KeyI');
  expect(await words().inputValue()).toBe('О 16:00 навчання');
  await words().press('Enter');
  await bench.server.hears('message null О 16:00 навчання');
  await page.keyboard.press('Escape');
  await listed().first().waitFor({ state: 'detached' });
  expect(bench.server.heard.filter((one) => one.startsWith('message '))).toHaveLength(2);
});

test('the next person at this browser finds nothing of what was being written', async () => {
  await page.keyboard.press('Alt+KeyI');
  await words().fill('Не для чужих очей');
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: uk['who.find'] }).fill('Добро');
  await page.getByRole('button', { name: /Добровольська/ }).click();
  await page.getByLabel(uk['request.text']).fill('Не для чужих очей');
  await page.getByRole('button', { name: uk['nav.logout'] }).click();
  await page.getByLabel(uk['login.login']).fill('roman');
  await page.getByLabel(uk['login.password'], { exact: true }).fill('right');
  await page.getByRole('button', { name: uk['login.enter'] }).click();
  await page.getByTestId('presence').waitFor();
  await page.keyboard.press('Alt+KeyI');
  expect(await words().inputValue()).toBe('');
  expect(await page.getByLabel(uk['request.text']).count()).toBe(0);
});
