import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Colleague,
  type QueueHeld,
  superviseEnds,
  type WaitingCaller,
} from '../../agent-desk/contract/shapes.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { faults } from './accessible.ts';
import { type DeskBench, type Look, startDeskBench } from './desk-bench.ts';
import { deskCall } from './fake-data.ts';
import { fakeQueues } from './fake-queues.ts';
import { fullFloor, manyWaiting } from './fake-wall.ts';
import { wrongInAnyLook } from './looks.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

async function opens(look: Look = {}): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await bench.open(look);
  await page.goto(`${bench.server.address}/?rawaudio#/wall`);
  await page.getByTestId('wall-level').filter({ hasText: '%' }).waitFor();
  return { page, errors };
}
const callers = (page: Page) => page.getByRole('listbox', { name: uk['wall.waiting'] });
const operators = (page: Page) => page.getByRole('listbox', { name: uk['wall.operators'] });
const button = (page: Page, name: keyof typeof uk) => page.getByRole('button', { name: uk[name] }).first();
const waiting = (callId: string, more: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ callId, since: new Date().toISOString(), number: '+380501112233', name: null, emergency: false },
  ...{ callback: false, first: false, keptFor: null },
  ...more,
});
const line = (...all: WaitingCaller[]) => {
  bench.server.waiting('operators', all);
  bench.server.waiting('emergency', []);
};
/** Who was sent elsewhere since so much was heard. */
const moves = (since: number) => bench.server.heard.slice(since).filter((one) => one.startsWith('move '));
const person = (id: number, change: Partial<Colleague>) => {
  const colleague = bench.server.state().colleagues.find((one) => one.id === id);
  if (!colleague) throw new Error(`nobody is ${id}`);
  bench.server.send({
    type: 'colleague',
    colleague: { ...colleague, since: new Date().toISOString(), ...change },
  });
};

test('nobody, and then forty callers and thirty operators: accessible in each look, and nothing runs over', async () => {
  const { page, errors } = await opens();
  for (const [some, people] of [
    [0, 0],
    [40, 30],
  ] as const) {
    const { lines, promised } = manyWaiting(some);
    for (const [queue, callers] of Object.entries(lines)) bench.server.waiting(queue, callers);
    for (const event of [...promised, ...fullFloor(people)]) bench.server.send(event);
    const onTelephone = Object.values(lines)
      .flat()
      .filter(({ callback }) => !callback);
    await page
      .getByTestId('wall-waiting')
      // Some of them are not on the telephone: they are called back.
      .filter({ hasText: String(onTelephone.length) })
      .waitFor();
    for (const [queue, callers] of Object.entries(lines)) {
      const waits = callers.filter(({ callback }) => !callback).length;
      expect(await page.locator(`[data-queue="${queue}"] td`).first().innerText()).toBe(String(waits));
    }
    if (some === 0) await itsWordsStandTogether(page);
    expect({ some, faults: await wrongInAnyLook(page) }).toEqual({ some, faults: [] });
  }
  expect(errors).toEqual([]);
});

/** On an empty wall. */
async function itsWordsStandTogether(page: Page): Promise<void> {
  const [title, hint] = await Promise.all(
    (['wall.waiting.none', 'wall.waiting.none.hint'] as const).map((key) =>
      page.getByText(uk[key]).boundingBox(),
    ),
  );
  if (!title || !hint) throw new Error('the words are not drawn');
  expect(hint.y - (title.y + title.height)).toBeLessThan(16);
}

test('all by the keyboard: a caller is sent to the head, to an operator, to a queue', async () => {
  const { page } = await opens();
  line(waiting('first', { name: 'Перша' }), waiting('second', { name: 'Друга' }));
  await callers(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('KeyF');
  await bench.server.hears('move second {"first":true}');
  await page.getByText('Переміщено: Друга').waitFor();

  await page.keyboard.press('KeyM');
  const field = page.getByRole('combobox', { name: 'Куди перемістити: Друга' });
  await field.fill('Бойчук');
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await bench.server.hears('move second {"operatorId":2}');

  // Who takes no calls until he says so is shown, and cannot be chosen.
  person(2, { state: 'paused', pauseReason: 'lunch' });
  await page.keyboard.press('KeyM');
  await field.fill('Бойчук');
  await page.getByRole('option', { name: 'Бойчук', disabled: true }).last().waitFor();
  const heard = bench.server.heard.length;
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  person(2, { state: 'talking', pauseReason: null });
  expect(bench.server.heard.slice(heard)).toEqual([]);

  await callers(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Куди перемістити: Перша' }).fill('Аварійна');
  await page.keyboard.press('Enter');
  await bench.server.hears('move first {"queue":"emergency"}');
});

test('an operator is listened to, whispered to, joined, and put into a state by one key each; what cannot be is not asked for', async () => {
  const { page } = await opens();
  await page.getByRole('option', { name: 'Тарас Бойчук' }).click();
  for (const [key, asked] of [
    ['KeyL', 'supervise call-9 listen'],
    ['KeyW', 'supervise call-9 whisper'],
    ['KeyJ', 'supervise call-9 join'],
    ['KeyP', 'set-state 2 pause'],
    ['KeyR', 'set-state 2 ready'],
    ['KeyO', 'set-state 2 offline'],
  ] as const) {
    await page.keyboard.press(key);
    await bench.server.hears(asked);
  }
  await page.getByRole('option', { name: 'Назар Гриців' }).click();
  expect(await button(page, 'wall.listen').isDisabled()).toBe(true);
  const heard = bench.server.heard.length;
  await page.keyboard.press('KeyL');
  await page.keyboard.press('KeyP');
  await bench.server.hears('set-state 4 pause');
  expect(bench.server.heard.slice(heard)).toEqual(['set-state 4 pause']);
});

test('the choice stays with its operator when he moves in the list; when a caller has gone the key that is just pressed befalls nobody else', async () => {
  const { page } = await opens();
  await operators(page).getByRole('option', { name: 'Назар Гриців' }).click();
  person(4, { state: 'missed' });
  await operators(page).getByRole('option', { name: 'Пропущено', selected: true }).waitFor();
  person(4, { state: 'paused', pauseReason: 'lunch' });
  await operators(page).getByRole('option', { name: uk['pause.lunch'], selected: true }).waitFor();
  await page.keyboard.press('KeyR');
  await bench.server.hears('set-state 4 ready');
  line(
    waiting('first', { name: 'Перша' }),
    waiting('second', { name: 'Друга' }),
    waiting('third', { name: 'Третя' }),
  );
  await callers(page).focus();
  await page.keyboard.press('ArrowDown');
  await callers(page).getByRole('option', { name: 'Друга', selected: true }).waitFor();
  line(waiting('first', { name: 'Перша' }), waiting('third', { name: 'Третя' }));
  await callers(page).getByRole('option', { name: 'Друга' }).waitFor({ state: 'detached' });
  const heard = bench.server.heard.length;
  await page.keyboard.press('KeyF');
  await page.keyboard.press('ArrowDown');
  await callers(page).getByRole('option', { name: 'Третя', selected: true }).waitFor();
  expect(moves(heard)).toEqual([]);
});

test('who is answered while he is being sent elsewhere is not sent, and nobody in his place', async () => {
  const { page } = await opens();
  line(waiting('first', { name: 'Перша' }), waiting('second', { name: 'Друга' }));
  await callers(page).getByRole('option', { name: 'Перша' }).click();
  await page.keyboard.press('KeyM');
  const field = page.getByRole('combobox', { name: 'Куди перемістити: Перша' });
  await field.fill('Аварійна');
  const heard = bench.server.heard.length;
  line(waiting('second', { name: 'Друга' }));
  await page.getByText(uk['failure.not-waiting']).waitFor();
  await field.waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  expect(await page.getByRole('combobox').count()).toBe(0);
  expect(moves(heard)).toEqual([]);
});

test('it says who rings for whom, who is kept, whose pause is too long, and who was set by whom', async () => {
  const { page } = await opens();
  const until = new Date(Date.now() + 90_000).toISOString();
  line(
    waiting('first'),
    waiting('second', { keptFor: { operatorId: 2, until } }),
    waiting('third', { callback: true }),
  );
  person(4, { state: 'ringing', callId: 'first' });
  await callers(page).getByText('дзвонить: Назар Гриців').waitFor();
  await callers(page).getByText('для Тарас Бойчук').waitFor();
  await callers(page).getByText(uk['wall.callback']).waitFor();
  await operators(page).getByRole('option', { name: 'понад 30\u00a0хв' }).waitFor();
  person(2, { state: 'talking', afterwards: { to: 'paused', reason: 'supervisor', setBy: 1 } });
  await operators(page).getByText(`далі: ${uk['pause.supervisor']}`).waitFor();
  person(4, { state: 'unreachable', callId: null });
  await operators(page).getByRole('option', { name: uk['state.unreachable'] }).waitFor();
});

test('the figures are those of the Figures screen, and are asked for anew when something has happened', async () => {
  const { page } = await opens();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/figures')) asked.push(new URL(request.url()).search);
  });
  const next = page.waitForRequest(/api\/figures/);
  line(waiting('one more'));
  await next;
  expect(await page.getByTestId('wall-level').innerText()).toMatch(/^71/);
  const onTheScreen = page.waitForRequest(/api\/figures/);
  await page.getByRole('link', { name: uk['nav.figures'] }).click();
  await onTheScreen;
  await page.getByRole('heading', { name: uk['figures.title'] }).waitFor();
  // The same span: one truth.
  expect(new Set(asked).size).toBe(1);
});

test('the figures are asked for anew when the rules of a queue are others, and once an hour: who only looks on stays logged in', async () => {
  const hourly = `{
    const real = setInterval;
    window.hourly = [];
    window.setInterval = (run, ms, ...more) => {
      if (ms === 3_600_000) window.hourly.push(run);
      return real(run, ms, ...more);
    };
  }`;
  const { page } = await opens({ script: hourly });
  const asked = () => page.waitForRequest(/api\/figures/);
  const [queue] = (await fakeQueues(page)).queues as [QueueHeld];
  let next = asked();
  bench.server.send({ type: 'queue-held', queue });
  await next;
  next = asked();
  await page.evaluate('for (const run of window.hourly) run()');
  await next;
});

test('figures that could not be read are asked for again, though nothing happens', async () => {
  const { page } = await bench.open();
  const figures = /api\/figures/;
  await page.route(figures, (route) => route.abort());
  await page.goto(`${bench.server.address}/?rawaudio#/wall`);
  const stale = page.getByText(uk['wall.stale']);
  await stale.waitFor();
  await page.unroute(figures);
  await page.getByTestId('wall-level').filter({ hasText: '%' }).waitFor();
  await stale.waitFor({ state: 'detached' });
});

test('a pause is asked for while it rings, and taken back, by the same key', async () => {
  const { page } = await opens();
  bench.server.call(deskCall('one', 'ringing', 'call-of-one'));
  await page.getByTestId('ringing').waitFor();
  await page.keyboard.press('Alt+KeyR');
  await bench.server.hears('pause break');
  person(1, { state: 'ringing', afterwards: { to: 'paused', reason: 'break', setBy: null } });
  await page.getByText(`далі: ${uk['pause.break']}`).waitFor();
  await page.keyboard.press('Alt+KeyR');
  await bench.server.hears('ready');
});

test('a supervisor who is let out of a talk is told why; who has left it himself is told nothing', async () => {
  const supervising = { callId: 'call-9', operatorId: 2, how: 'listen', stage: 'on' } as const;
  const { page } = await opens();
  const bar = page.getByTestId('supervising');
  const told = page.locator('.notice.told');
  bench.server.send({ type: 'supervising', supervising, ended: null });
  await bar.waitFor();
  bench.server.send({ type: 'supervising', supervising: null, ended: null });
  await bar.waitFor({ state: 'detached' });
  for (const ended of superviseEnds) {
    bench.server.send({ type: 'supervising', supervising, ended: null });
    await bar.waitFor();
    bench.server.send({ type: 'supervising', supervising: null, ended });
    await told.filter({ hasText: uk[`supervise.ended.${ended}`] }).waitFor();
    await told.getByRole('button').first().click();
    await told.waitFor({ state: 'detached' });
  }
});

test('whom a supervisor has put into a state is told so, and sees it at his desk', async () => {
  const { page } = await opens();
  await page.getByRole('link', { name: uk['nav.desk'] }).click();
  person(1, { state: 'paused', pauseReason: 'supervisor', setBy: 3 });
  const said = `Керівник Христина Возняк-Підгірна змінює ваш стан: ${uk['state.paused']}.`;
  await page.getByTestId('standby').getByText(said).waitFor();
  await page.locator('.notice').getByText(said).waitFor();
  bench.server.send({ type: 'taken-back', by: 3 });
  const ready = `Після дзвінка керівник Христина Возняк-Підгірна змінить ваш стан: ${uk['state.ready']}.`;
  await page.locator('.notice.told').getByText(ready).waitFor();
  person(1, {
    state: 'paused',
    pauseReason: 'lunch',
    setBy: null,
    since: new Date(Date.now() - 1_900_000).toISOString(),
  });
  await page.getByTestId('standby').getByText('Пауза триває довше за дозволені 30\u00a0хв.').waitFor();
});
