import { describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** What an operator writes at a call: what it came to, a note, a link to a request. */
const desk = deskOfEachTest();

const callId = 'call-9';
const dispositions = () => desk.page.getByTestId('dispositions');
const chosen = () => dispositions().locator('[aria-pressed=true]');
const note = () => desk.page.getByLabel(uk['note.title']);
const saved = () =>
  desk.page.getByTestId('note-state').getByText(uk['note.saved'], { exact: true }).waitFor();
const done = () => desk.page.getByRole('button', { name: uk['call.done'] });

async function talks(): Promise<void> {
  desk.server.call(fake.deskCall('one', 'talking', callId));
  await desk.page.locator(`[data-call-id=${callId}]`).waitFor();
}

async function talkEnds(): Promise<void> {
  desk.server.call(null);
  await dispositions().waitFor();
}

describe('what the talk came to', () => {
  test('is said by one key, may be said anew until wrap-up ends, and before it wrap-up is not ended', async () => {
    await talks();
    await desk.page.keyboard.press('1');
    await talkEnds();
    await desk.page.getByText(uk['disposition.choose']).waitFor();
    expect(await done().isDisabled()).toBe(true);
    await desk.page.keyboard.press('Alt+KeyW');
    await desk.page.keyboard.press('Digit2');
    await desk.server.hears(`disposition ${callId} advice`);
    await chosen().getByText('Консультація').waitFor();
    await desk.page.keyboard.press('Numpad6');
    await desk.server.hears(`disposition ${callId} complaint`);
    await chosen().getByText('Скарга').waitFor();
    await desk.page.keyboard.press('Alt+KeyW');
    await desk.server.hears('wrapped-up');
    await dispositions().waitFor({ state: 'detached' });
    expect(desk.server.heard.filter((one) => one.startsWith('disposition'))).toHaveLength(2);
  });

  test('is one of the company file that is in force by then: a reload may have changed it under the open desk', async () => {
    await talks();
    const name = { uk: 'Викликано майстра', ru: 'Вызван мастер', en: 'Plumber sent' };
    desk.server.company({ dispositions: [{ id: 'plumber', key: '1', name }] });
    desk.server.cut(true);
    await desk.server.refuses();
    desk.server.cut(false);
    await talkEnds();
    await dispositions().getByText(name.uk).waitFor();
    await desk.page.keyboard.press('1');
    await desk.server.hears(`disposition ${callId} plumber`);
  });

  test('is not meant by a digit that is typed into a text, nor by one with Alt', async () => {
    await talks();
    await talkEnds();
    await note().fill('');
    await note().pressSequentially('кв. 12');
    await desk.page.keyboard.press('Alt+Digit2');
    await desk.page.getByRole('heading', { name: uk['requests.title'] }).waitFor();
    await desk.server.hears(`note ${callId} кв. 12`);
    expect(desk.server.heard.filter((one) => one.startsWith('disposition'))).toEqual([]);
  });

  test('is said at once by whoever has just written a request down, or left the note with Escape', async () => {
    await talks();
    await desk.page.keyboard.press('Alt+KeyN');
    await desk.page.keyboard.type('ліфті');
    await desk.page.keyboard.press('Enter');
    await desk.page.keyboard.press('Tab');
    await desk.page.keyboard.type('Стоїть між поверхами');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByRole('list', { name: uk['request.written'] }).getByRole('link').waitFor();
    await talkEnds();
    await desk.page.keyboard.press('1');
    await desk.server.hears(`disposition ${callId} request`);
    await note().fill('Двічі телефонувала');
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('2');
    await desk.server.hears(`disposition ${callId} advice`);
    await desk.server.hears(`note ${callId} Двічі телефонувала`);
  });

  test('is not asked for after somebody else’s call', async () => {
    desk.server.call({ ...fake.deskCall('one', 'talking', callId), askedBy: 3 });
    await desk.page.locator(`[data-call-id=${callId}]`).waitFor();
    desk.server.call(null);
    await desk.page.getByTestId('wrap-up-left').waitFor();
    expect(await dispositions().count()).toBe(0);
    await desk.page.keyboard.press('Alt+KeyW');
    await desk.server.hears('wrapped-up');
  });

  test('is given later in the details of the call, and calls are found by it', async () => {
    await desk.page.goto(`${desk.server.address}/?rawaudio#/calls/call-3`);
    const select = desk.page.getByRole('combobox', { name: uk['disposition.title'] });
    await select.selectOption('bills');
    await desk.server.hears('disposition call-3 bills');
    await desk.page.getByRole('combobox', { name: uk['disposition.filter'] }).selectOption('none');
    await desk.page.getByTestId('chosen-by').getByText(uk['disposition.none']).waitFor();
    expect(desk.page.url()).toContain('disposition=none');
  });

  test('and could not be saved is told, and what it came to before stands there again', async () => {
    await desk.page.goto(`${desk.server.address}/?rawaudio#/calls/call-3`);
    const select = desk.page.getByRole('combobox', { name: uk['disposition.title'] });
    const before = await select.inputValue();
    desk.server.refuse('disposition');
    await select.selectOption('bills');
    await desk.page.getByText(uk['failure.busy']).waitFor();
    await expect.poll(() => select.inputValue()).toBe(before);
    desk.server.refuse(null);
    await select.selectOption('bills');
    await desk.server.hears('disposition call-3 bills');
    await expect.poll(() => select.inputValue()).toBe('bills');
  });
});

describe('a note', () => {
  test('is saved while it is typed, kept over a reload, and goes on in wrap-up', async () => {
    await talks();
    await desk.page.keyboard.press('Alt+KeyU');
    await desk.page.keyboard.type('Ключі в сусідки');
    await saved();
    expect(desk.server.heard).toContain(`note ${callId} Ключі в сусідки`);
    await desk.page.keyboard.type(', кв. 12');
    await desk.page.reload();
    await desk.server.hears(`note ${callId} Ключі в сусідки, кв. 12`);
    expect(await note().inputValue()).toBe('Ключі в сусідки, кв. 12');
    await talkEnds();
    await note().fill('Ключі в кв. 12');
    await note().blur();
    await desk.server.hears(`note ${callId} Ключі в кв. 12`);
  });

  test('that could not be saved says so, and is saved when the link is back', async () => {
    await talks();
    desk.server.cut(true);
    await desk.server.refuses();
    await note().fill('Передзвонити');
    await desk.page.getByText(uk['note.failed']).waitFor();
    desk.server.cut(false);
    await saved();
    expect(desk.server.heard).toContain(`note ${callId} Передзвонити`);
  });

  test('stands at the earlier calls on the card, with what the talk came to', async () => {
    await talks();
    const before = desk.page.locator('.before');
    await before.getByText('Ключі від підвалу в сусідки, кв. 12.').waitFor();
    await before.getByText('Скарга').waitFor();
  });
});

test('a call is linked to an open request of the caller by one click, and only to an open one', async () => {
  await talks();
  const before = desk.page.locator('.before');
  const links = before.getByRole('button', { name: uk['request.link'] });
  const open = await links.count();
  expect(open).toBeLessThan(await before.locator('.request').count());
  const asked = desk.page.waitForRequest(/\/api\/requests\/\d+\/calls$/);
  await links.first().click();
  expect((await asked).postDataJSON()).toEqual({ callId });
  await before.getByText(uk['request.linked']).waitFor();
  expect(await links.count()).toBe(open - 1);
  await desk.page.reload();
  await before.getByText(uk['request.linked']).waitFor();
});
