import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, type OpenDesk, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';
import { packetsHeard, rings } from './far-end.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(async () => bench?.close());

async function ready(): Promise<OpenDesk> {
  const desk = await bench.open();
  await desk.page.locator('[data-testid=phone][data-line=registered]').waitFor();
  await bench.server.hears('phone registered');
  return desk;
}

const keypad = (page: Page) => page.getByRole('button', { name: 'Клавіші', exact: true }).last();

describe('the softphone', () => {
  test('given a card on the screen, when it rings and Enter is pressed, then both sides hear each other', async () => {
    const desk = await ready();
    const { page, exchange } = desk;
    bench.server.call(fake.deskCall('one', 'ringing', 'talk-1'));
    await bench.server.hears('card-shown talk-1');
    expect(await page.getByTestId('resident-name').textContent()).toBe('Коваленко Олександра Петрівна');
    const answered = rings(desk, 'talk-1');
    await exchange.hears('SIP/2.0 180');
    expect(exchange.heard.some((one) => one.startsWith('SIP/2.0 200'))).toBe(false);
    await page.keyboard.press('Enter');
    await answered;
    bench.server.call(fake.deskCall('one', 'talking', 'talk-1'));
    expect(await page.evaluate(packetsHeard)).toBeGreaterThan(20);

    await page.keyboard.press('Alt+m');
    await page.getByText('Мікрофон вимкнено').waitFor();
    await keypad(page).click();
    await page.getByRole('button', { name: 'Клавіша 5' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+h');
    await bench.server.hears('hold talk-1 true');
    await page.getByRole('button', { name: 'Завершити' }).click();
    await bench.server.hears('end talk-1');
    await page.getByTestId('dispositions').waitFor();
    await page.keyboard.press('2');
    await bench.server.hears('disposition talk-1 advice');
    await page.getByRole('button', { name: 'Готово' }).click();
    await bench.server.hears('wrapped-up');
    expect(exchange.heard.filter((one) => /^(BYE|INFO) /.test(one))).toEqual([]);
  });

  test('Enter before the phone rings answers as soon as it does', async () => {
    const desk = await ready();
    bench.server.call(fake.deskCall('none', 'ringing', 'talk-2'));
    await bench.server.hears('card-shown talk-2');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByText('З’єднуємо…').waitFor();
    await rings(desk, 'talk-2');
  });

  test('keys for the caller go to the caller, though one was writing, and those of the browser to the browser', async () => {
    const desk = await ready();
    const { page } = desk;
    bench.server.call(fake.deskCall('one', 'talking', 'keys-1'));
    await rings(desk, 'keys-1', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    await page.getByLabel(uk['note.title']).fill('Просить зачекати');
    await page.keyboard.press('Alt+KeyK');
    await page.getByRole('button', { name: 'Клавіша 5' }).waitFor();
    await page.keyboard.type('a5');
    await page.keyboard.press('Control+0');
    await page.keyboard.type('#');
    expect(await page.locator('output').innerText()).toBe('5#');
    expect(await page.getByLabel(uk['note.title']).inputValue()).toBe('Просить зачекати');
    // The next caller hears none of them: the keypad was this call's.
    bench.server.call(fake.deskCall('one', 'talking', 'keys-2'));
    await page.locator('[data-call-id=keys-2]').waitFor();
    expect(await page.locator('output').count()).toBe(0);
  });

  test('a refreshed desk takes its call again by itself, and the typed words are still there', async () => {
    const desk = await ready();
    const { page, exchange } = desk;
    bench.server.call(fake.deskCall('one', 'talking', 'talk-3'));
    await page.locator('[name=text]').fill('Немає світла на сходах');
    await page.reload();
    await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    expect(await page.locator('[name=text]').inputValue()).toBe('Немає світла на сходах');
    await rings(desk, 'talk-3', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    expect(exchange.heard.some((one) => one.startsWith('BYE '))).toBe(false);
  });

  test('that was without a network is registered anew, so that it can be rung at once; for a link that is soon back it is not', async () => {
    const { page, exchange } = await ready();
    const registrations = () => exchange.heard.filter((one) => one.startsWith('REGISTER ')).length;
    const losesTheLink = async (forMs: number): Promise<void> => {
      bench.server.cut(true);
      await page.getByText('під’єднуємося знову').waitFor();
      await page.evaluate(`{ const { now } = Date; Date.now = () => now() + ${forMs}; }`);
      bench.server.cut(false);
      await page.getByText('під’єднуємося знову').waitFor({ state: 'detached' });
      await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    };
    const before = registrations();
    await losesTheLink(0);
    expect(registrations()).toBe(before);
    await losesTheLink(6_000);
    await expect.poll(registrations).toBeGreaterThan(before);
    await page.locator('[data-testid=phone][data-line=registered]').waitFor();
  });

  test('a line that drops is said, reported, and comes back by itself', async () => {
    const { page, exchange } = await ready();
    bench.server.heard.length = 0;
    // An exchange that was started anew does not know its phones at once.
    exchange.refuse(2);
    await exchange.drop();
    await bench.server.hears('phone unregistered');
    await bench.server.hears('phone registered');
    await page.getByText('Телефон готовий').waitFor();
    expect(await page.getByText(uk['check.refused']).count()).toBe(0);
  });
});

describe('wrap-up', () => {
  test('counts down, is prolonged by a key and ended by a key', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'talking', 'wrap-1'));
    await page.locator('[data-call-id=wrap-1]').waitFor();
    bench.server.call(null);
    const left = page.getByTestId('wrap-up-left');
    await page.locator('[data-call-id=wrap-1]').waitFor();
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 0:(20|1[0-9])$/);
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 0:1[0-8]$/);
    await page.keyboard.press('Alt+p');
    await bench.server.hears('prolong-wrap-up');
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 1:1[0-9]$/);
    await page.keyboard.press('1');
    await bench.server.hears('disposition wrap-1 request');
    await page.keyboard.press('Alt+w');
    await bench.server.hears('wrapped-up');
    await left.waitFor({ state: 'detached' });
  });
});

describe('the desk', () => {
  test('a lost link is said at once, keeps what was typed, and catches up by itself', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'ringing', 'link-0'));
    bench.server.cut(true);
    await page.getByText('утрачено. Написане збережено').waitFor();
    bench.server.cut(false);
    await page.getByText('утрачено. Написане збережено').waitFor({ state: 'detached' });
    bench.server.call(fake.deskCall('one', 'talking', 'link-1'));
    await page.locator('[data-call-id=link-1]').waitFor();
    await page.locator('[name=text]').fill('Тече кран');
    bench.server.cut(true);
    await page.getByText('Розмова триває, написане збережено').waitFor();
    await bench.server.refuses();
    expect(await page.getByRole('button', { name: 'Завершити' }).isDisabled()).toBe(true);
    bench.server.waiting('operators', []);
    bench.server.cut(false);
    await page.getByText('Розмова триває, написане збережено').waitFor({ state: 'detached' });
    expect(await page.getByTestId('waiting').textContent()).toBe('0');
    expect(await page.locator('[name=text]').inputValue()).toBe('Тече кран');
  });

  test('a request is written with the keyboard alone and stands under the call', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'talking', 'write-1'));
    await page.locator('[data-call-id=write-1]').waitFor();
    await page.keyboard.press('Alt+n');
    await page.keyboard.type('ліфті');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Жінка застрягла між поверхами');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('list', { name: 'Записано під час дзвінка' }).getByRole('link').waitFor();
    expect(await page.locator('[name=text]').inputValue()).toBe('');
  });

  test('a click on a step goes to its place in the recording', async () => {
    const { page } = await ready();
    await page.goto(`${bench.server.address}/?rawaudio#/calls/call-7`);
    await page.getByRole('button', { name: /Перейти до 00:14/ }).click();
    await page.getByRole('button', { name: 'Зупинити' }).waitFor();
    await page.getByTestId('waveform').waitFor();
    expect(
      Number(await page.getByRole('slider', { name: 'Місце в записі' }).inputValue()),
    ).toBeGreaterThanOrEqual(14_000);
  });
});
