import { describe, expect, test } from 'vitest';
import type { DeskCall } from '../../agent-desk/contract/shapes.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** What the desk asks for when a call is handed on, by the keyboard alone, and what it offers whom. */
const desk = deskOfEachTest();

const talk = fake.deskCall('one', 'talking', 'call-1');
const button = (name: keyof typeof uk) => desk.page.getByRole('button', { name: uk[name], exact: true });
const field = () => desk.page.getByRole('combobox', { name: uk['transfer.who'] });
const chosen = () => desk.page.getByRole('option', { selected: true });

async function talks(more: Partial<DeskCall> = {}): Promise<void> {
  desk.server.call({ ...talk, ...more });
  await button(more.askedBy ? 'call.leave' : 'call.end').waitFor();
}

/** @param free who is to stand first in it, and may have come to be free only just now */
async function opens(free?: string): Promise<void> {
  await desk.page.keyboard.press('Alt+KeyT');
  await field().waitFor();
  if (free === undefined) return;
  await desk.page.getByRole('option', { name: new RegExp(`${free}\\s*Готовий`) }).waitFor();
  await desk.page.keyboard.press('Escape');
  await field().waitFor({ state: 'detached' });
  await opens();
}

function isNow(id: number, state: 'ready' | 'talking'): void {
  const colleague = desk.server.state().colleagues.find((one) => one.id === id);
  if (!colleague) throw new Error(`there is no colleague ${id}`);
  desk.server.send({ type: 'colleague', colleague: { ...colleague, state, wrapUpEndsAt: null } });
}

describe('the list', () => {
  test('has free colleagues first; who is busy is shown and cannot be chosen; who is not there is not', async () => {
    await talks();
    isNow(4, 'ready');
    await opens('Назар Гриців');
    await desk.page.getByRole('option', { name: /Назар Гриців/, selected: true }).waitFor();
    const names = await desk.page.getByRole('option').allInnerTexts();
    expect(names[0]).toMatch(/Назар Гриців\s+Готовий/);
    expect(names.join(' ')).not.toMatch(/Юлія Лесів|Електрики|Олена Мартинюк/);
    await desk.page.getByRole('option', { name: /Тарас Бойчук/ }).click({ force: true });
    expect(await chosen().innerText()).toContain('Назар Гриців');
    await desk.page.keyboard.press('ArrowDown');
    expect(await chosen().innerText()).toContain('Диспетчери');
    await desk.page.keyboard.press('ArrowUp');
    expect(await chosen().innerText()).toContain('Назар Гриців');
  });

  test('stays with the one who was chosen when somebody else becomes free', async () => {
    await talks();
    isNow(4, 'ready');
    await opens('Назар Гриців');
    await desk.page.keyboard.press('ArrowDown');
    isNow(2, 'ready');
    await desk.page.getByRole('option', { name: /Тарас Бойчук\s*Готовий/ }).waitFor();
    expect(await chosen().innerText()).toContain('Диспетчери');
  });

  test('has nobody chosen when the one who was is busy: the key that is just pressed sends the call to nobody else', async () => {
    await talks();
    isNow(4, 'ready');
    isNow(2, 'ready');
    await opens('Тарас Бойчук');
    await chosen().getByText('Тарас Бойчук').waitFor();
    isNow(2, 'talking');
    await desk.page.getByRole('option', { name: /Тарас Бойчук/, disabled: true }).waitFor();
    expect(await chosen().count()).toBe(0);
    expect(await button('transfer.at-once').isDisabled()).toBe(true);
    await desk.page.keyboard.press('Enter');
    await desk.page.keyboard.press('ArrowDown');
    await chosen().getByText('Назар Гриців').waitFor();
    expect(desk.server.heard.filter((one) => /^(consult|transfer) /.test(one))).toEqual([]);
  });

  test('closes with Escape and gives the focus back', async () => {
    await talks();
    await button('call.transfer').focus();
    await desk.page.keyboard.press('Enter');
    await field().waitFor();
    await desk.page.keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
    expect(await desk.page.evaluate('document.activeElement.innerText')).toContain(uk['call.transfer']);
  });
});

describe('that is open', () => {
  test('is closed when its talk is over: in the next one nobody is sent away by Enter', async () => {
    await talks();
    await opens();
    desk.server.call(null);
    await desk.page.getByTestId('dispositions').waitFor();
    desk.server.call({ ...talk, callId: 'call-2' });
    await button('call.end').waitFor();
    expect(await field().count()).toBe(0);
  });

  test('is closed when another talk takes the place of its own', async () => {
    await talks();
    await opens();
    desk.server.call({ ...talk, callId: 'call-2' });
    await desk.page.locator('[data-call-id=call-2]').waitFor();
    expect(await field().count()).toBe(0);
  });

  test('by an Enter that is still held down sends the call to nobody', async () => {
    await talks();
    isNow(4, 'ready');
    await opens('Назар Гриців');
    await desk.page.keyboard.press('Escape');
    await button('call.transfer').focus();
    await desk.page.keyboard.down('Enter');
    await chosen().getByText('Назар Гриців').waitFor();
    await desk.page.keyboard.down('Enter');
    expect(await field().count()).toBe(1);
    await desk.page.keyboard.up('Enter');
    await desk.page.keyboard.press('Enter');
    await desk.server.hears('consult call-1 {"operatorId":4}');
  });
});

describe('by the keyboard', () => {
  test('Enter asks a colleague; back to the caller; then all three, and he takes the call', async () => {
    await talks();
    isNow(4, 'ready');
    await opens('Назар Гриців');
    await field().fill('назар');
    await desk.page.keyboard.press('Enter');
    await desk.server.hears('consult call-1 {"operatorId":4}');
    await desk.page.getByText('Дзвонимо: Назар Гриців. Абонент чує музику.').waitFor();
    expect(await button('call.three').isDisabled()).toBe(true);
    expect(await button('call.hand-over').isDisabled()).toBe(true);
    expect(await button('call.hold').count()).toBe(0);
    await desk.page.keyboard.press('Alt+KeyB');
    await desk.server.hears('consult-end call-1 back');
    await button('call.hold').waitFor();

    await talks({ held: true, consult: { with: { operatorId: 4 }, stage: 'talking', away: false } });
    await desk.page.getByText('Ви говорите: Назар Гриців. Абонент чує музику.').waitFor();
    await desk.page.keyboard.press('Alt+KeyJ');
    await desk.server.hears('consult-end call-1 join');
    await desk.page.getByText('Утрьох: ви, абонент і Назар Гриців.').waitFor();
    await desk.page.keyboard.press('Alt+KeyG');
    await desk.server.hears('consult-end call-1 hand-over');
  });

  test('Shift+Enter sends the call to a colleague at once', async () => {
    await talks();
    isNow(4, 'ready');
    await opens('Назар Гриців');
    await desk.page.getByRole('option', { name: /Назар Гриців/, selected: true }).waitFor();
    await desk.page.keyboard.press('Shift+Enter');
    await desk.server.hears('transfer call-1 {"operatorId":4}');
  });

  test('to a queue it goes at once only', async () => {
    await talks();
    await opens();
    await field().fill('аварійна');
    expect(await button('transfer.talk').isDisabled()).toBe(true);
    await desk.page.keyboard.press('Enter');
    await desk.server.hears('transfer call-1 {"queue":"emergency"}');
  });

  test('an executor by name, and a number that was typed, are asked first', async () => {
    await talks();
    await opens();
    await field().fill('сантех');
    await desk.page.keyboard.press('Enter');
    await desk.server.hears('consult call-1 {"number":"0671234500"}');
    await desk.page.getByText('Дзвонимо: Сантехнічна бригада № 2. Абонент чує музику.').waitFor();
    await talks();
    await opens();
    await field().fill('050 765-43-21');
    await desk.page.keyboard.press('Enter');
    await desk.server.hears('consult call-1 {"number":"0507654321"}');
  });
});

test('a colleague who was not reached, or has left: the caller is on hold, and one key leads back', async () => {
  for (const how of ['not-reached', 'left'] as const) {
    const steps = [...talk.steps, { at: fake.ago(1), kind: 'consult-ended', how }];
    await talks({ held: true, steps });
    await desk.page.getByText(uk[`consult.${how}`]).waitFor();
    await button('call.back').click();
    await desk.server.hears('hold call-1 false');
    await desk.page.getByText(uk[`consult.${how}`]).waitFor({ state: 'detached' });
    desk.server.heard.length = 0;
  }
});

test('who was asked to help sees by whom, leaves the talk, and has no say in where the caller goes', async () => {
  await talks({ askedBy: 3 });
  await desk.page.getByText('Допомогти просить: Христина Возняк-Підгірна.').waitFor();
  for (const name of ['call.hold', 'call.transfer', 'call.record-off'] as const)
    expect(await button(name).count()).toBe(0);
  await desk.page.keyboard.press('Alt+KeyT');
  await desk.page.keyboard.press('Alt+KeyH');
  await button('call.leave').click();
  await desk.server.hears('leave call-1');
  expect(desk.server.heard.filter((one) => /^(hold|transfer|consult|end) /.test(one))).toEqual([]);
});

test('the recording is switched off and on, and what is off is not forgotten', async () => {
  await talks();
  await desk.page.keyboard.press('Alt+KeyO');
  await desk.server.hears('record call-1 false');
  await desk.page.getByText('Увімкніть запис, щойно номер картки названо.').waitFor();
  expect(await desk.page.locator('[data-call-controls] [aria-pressed=true]').innerText()).toBe(
    uk['call.record-on'],
  );
  await desk.page.getByTestId('recording-off').getByRole('button').click();
  await desk.server.hears('record call-1 true');
  await desk.page.getByTestId('recording-off').waitFor({ state: 'detached' });
});
