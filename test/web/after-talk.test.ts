import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, type OpenDesk, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

/** What an operator writes at a call: what it came to, a note, a link to a request. */
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

const callId = 'call-9';
const dispositions = () => page.getByTestId('dispositions');
const chosen = () => dispositions().locator('[aria-pressed=true]');
const note = () => page.getByLabel(uk['note.title']);
const saved = () => page.getByTestId('note-state').getByText(uk['note.saved'], { exact: true }).waitFor();
const done = () => page.getByRole('button', { name: uk['call.done'] });

async function talks(): Promise<void> {
  bench.server.call(fake.deskCall('one', 'talking', callId));
  await page.locator(`[data-call-id=${callId}]`).waitFor();
}

async function talkEnds(): Promise<void> {
  bench.server.call(null);
  await dispositions().waitFor();
}

describe('what the talk came to', () => {
  test('is said by one key, may be said anew until wrap-up ends, and before it wrap-up is not ended', async () => {
    await talks();
    await page.keyboard.press('1');
    await talkEnds();
    await page.getByText(uk['disposition.choose']).waitFor();
    expect(await done().isDisabled()).toBe(true);
    await page.keyboard.press('Alt+KeyW');
    await page.keyboard.press('Digit2');
    await bench.server.hears(`disposition ${callId} advice`);
    await chosen().getByText('Консультація').waitFor();
    await page.keyboard.press('Numpad6');
    await bench.server.hears(`disposition ${callId} complaint`);
    await chosen().getByText('Скарга').waitFor();
    await page.keyboard.press('Alt+KeyW');
    await bench.server.hears('wrapped-up');
    await dispositions().waitFor({ state: 'detached' });
    expect(bench.server.heard.filter((one) => one.startsWith('disposition'))).toHaveLength(2);
  });

  test('is not meant by a digit that is typed into a text, nor by one with Alt', async () => {
    await talks();
    await talkEnds();
    await note().fill('');
    await note().pressSequentially('кв. 12');
    await page.keyboard.press('Alt+Digit2');
    await page.getByRole('heading', { name: uk['requests.title'] }).waitFor();
    await bench.server.hears(`note ${callId} кв. 12`);
    expect(bench.server.heard.filter((one) => one.startsWith('disposition'))).toEqual([]);
  });

  test('is said at once by whoever has just written a request down, or left the note with Escape', async () => {
    await talks();
    await page.keyboard.press('Alt+KeyN');
    await page.keyboard.type('ліфті');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Стоїть між поверхами');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('list', { name: uk['request.written'] }).getByRole('link').waitFor();
    await talkEnds();
    await page.keyboard.press('1');
    await bench.server.hears(`disposition ${callId} request`);
    await note().fill('Двічі телефонувала');
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await bench.server.hears(`disposition ${callId} advice`);
    await bench.server.hears(`note ${callId} Двічі телефонувала`);
  });

  test('is not asked for after somebody else’s call', async () => {
    bench.server.call({ ...fake.deskCall('one', 'talking', callId), askedBy: 3 });
    await page.locator(`[data-call-id=${callId}]`).waitFor();
    bench.server.call(null);
    await page.getByTestId('wrap-up-left').waitFor();
    expect(await dispositions().count()).toBe(0);
    await page.keyboard.press('Alt+KeyW');
    await bench.server.hears('wrapped-up');
  });

  test('is given later in the details of the call, and calls are found by it', async () => {
    await page.goto(`${bench.server.address}/?rawaudio#/calls/call-3`);
    const select = page.getByRole('combobox', { name: uk['disposition.title'] });
    await select.selectOption('bills');
    await bench.server.hears('disposition call-3 bills');
    await page.getByRole('combobox', { name: uk['disposition.filter'] }).selectOption('none');
    await page.getByTestId('chosen-by').getByText(uk['disposition.none']).waitFor();
    expect(page.url()).toContain('disposition=none');
  });
});

describe('a note', () => {
  test('is saved while it is typed, kept over a reload, and goes on in wrap-up', async () => {
    await talks();
    await page.keyboard.press('Alt+KeyU');
    await page.keyboard.type('Ключі в сусідки');
    await saved();
    expect(bench.server.heard).toContain(`note ${callId} Ключі в сусідки`);
    await page.keyboard.type(', кв. 12');
    await page.reload();
    await bench.server.hears(`note ${callId} Ключі в сусідки, кв. 12`);
    expect(await note().inputValue()).toBe('Ключі в сусідки, кв. 12');
    await talkEnds();
    await note().fill('Ключі в кв. 12');
    await note().blur();
    await bench.server.hears(`note ${callId} Ключі в кв. 12`);
  });

  test('that could not be saved says so, and is saved when the link is back', async () => {
    await talks();
    bench.server.cut(true);
    await bench.server.refuses();
    await note().fill('Передзвонити');
    await page.getByText(uk['note.failed']).waitFor();
    bench.server.cut(false);
    await saved();
    expect(bench.server.heard).toContain(`note ${callId} Передзвонити`);
  });

  test('stands at the earlier calls on the card, with what the talk came to', async () => {
    await talks();
    const before = page.locator('.before');
    await before.getByText('Ключі від підвалу в сусідки, кв. 12.').waitFor();
    await before.getByText('Скарга').waitFor();
  });
});

test('a call is linked to an open request of the caller by one click, and only to an open one', async () => {
  await talks();
  const before = page.locator('.before');
  const links = before.getByRole('button', { name: uk['request.link'] });
  const open = await links.count();
  expect(open).toBeLessThan(await before.locator('.request').count());
  const asked = page.waitForRequest(/\/api\/requests\/\d+\/calls$/);
  await links.first().click();
  expect((await asked).postDataJSON()).toEqual({ callId });
  await before.getByText(uk['request.linked']).waitFor();
  expect(await links.count()).toBe(open - 1);
  await page.reload();
  await before.getByText(uk['request.linked']).waitFor();
});
