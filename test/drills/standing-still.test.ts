import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DeskWorker } from '../town/desk-worker.ts';
import { ThreeDesks } from './three-desks.ts';

/** A part of Holos stands still for some seconds while callers are offered: that is no operator's doing, and no caller waits long for it. */
let at: ThreeDesks;
beforeAll(async () => {
  at = await ThreeDesks.start();
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

/** From when all goes on again until every phone rings. */
const longestMs = 2_500;

/**
 * When his phone rings for what stands on his desk, and he picks up. What the exchange was asked for before it stood still, and was given
 * up meanwhile, may ring for a moment when it goes on: nobody picks that up.
 */
function rings(who: DeskWorker): Promise<number> {
  return new Promise((rung) =>
    who.phone.behaves(async (call) => {
      if (who.call?.stage === 'ringing') {
        rung(performance.now());
        await call.answers();
      }
      await call.ended(300_000);
    }),
  );
}

test.each([
  ['the controller', ['controller'], 2_500],
  ['Asterisk', ['asterisk'], 2_500],
  ['Asterisk, for longer than an answer of it is waited for,', ['asterisk'], 3_400],
  ['Asterisk with the controller', ['asterisk', 'controller'], 3_000],
] as const)(
  '%s stands still (%j, %i ms), while two callers are offered: both phones ring within 2.5 s of its going on',
  async (_, parts, stillMs) => {
    const operators = [at.irina, at.roman];
    const callers = [await at.waits(), await at.waits()];
    const isWaiting = ({ state }: DeskWorker['desk']) =>
      callers.every(({ number }) =>
        state.queues.some((queue) => queue.waiting.some((one) => one.number === number)),
      );
    for (const one of operators) await one.sees('both who wait', isWaiting);
    const rung = Promise.all(operators.map(rings));
    const ready = () => Promise.all(operators.map((one) => one.desk.ask('ready')));
    if (parts.length === 1 && parts[0] === 'asterisk') {
      await at.holos.standStill(parts, async () => {
        await Promise.all([ready(), pause(stillMs)]);
      });
    } else {
      // In the moment in which the first desk is told of a caller, before its answer can have been read.
      const offered = operators.map((one) =>
        one.sees('an offer', ({ state }) => state.call?.stage === 'ringing'),
      );
      const saying = ready();
      await Promise.any(offered);
      await at.holos.standStill(parts, () => pause(stillMs));
      await saying;
    }
    const goesOnAtMs = performance.now();
    for (const rungAtMs of await rung) expect(rungAtMs - goesOnAtMs).toBeLessThan(longestMs);
    for (const one of operators) await one.sees('a talk', ({ state }) => state.call?.stage === 'talking');
    for (const { number } of callers) expect(operators.map(({ call }) => call?.number)).toContain(number);
  },
  120_000,
);
