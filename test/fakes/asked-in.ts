import { vi } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import type { FakeCall } from './fake-call.ts';

/** Nobody presses a key again sooner who means it again (`docs/decisions/019-pressed-twice.md`). */
const thinksMs = 600;

/** Asks, and does one deed after the other, each when it is the caller's turn; then nothing any more. */
export async function askedIn(
  one: FakeCall,
  question: (call: Call) => Promise<unknown>,
  done: readonly string[],
) {
  let over = false;
  const asked = question(one.call).finally(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  for (let turn = 0; !over; turn++) {
    if (turn > done.length + 40) throw new Error(`no end: ${JSON.stringify(latestOf(one))}`);
    const keys = done[turn] ?? '';
    for (const key of keys) one.call.keys.press(key);
    if (keys === '') await vi.advanceTimersToNextTimerAsync();
    else await vi.advanceTimersByTimeAsync(thinksMs);
  }
  return asked;
}

/** Where it stands, for one who looks for the reason. */
function latestOf({ asked, said, steps }: FakeCall) {
  return { timers: vi.getTimerCount(), asked: asked.at(-1), said: said.slice(-3), step: steps.at(-1) };
}

/** The sentence that was said most often, and how often. */
export function mostOften(said: readonly string[]): [times: number, sentence: string] {
  const times = said.map((one): [number, string] => [said.filter((other) => other === one).length, one]);
  return times.toSorted(([a], [b]) => b - a)[0] ?? [0, ''];
}

/** What was said from each answer, or each question of another name, until the next: while a caller tries to answer one question. */
export function saidAtEach({ said, asked, answeredAfter }: FakeCall): string[][] {
  const others = asked.filter(({ name }, at) => at > 0 && name !== asked[at - 1]?.name);
  const cuts = [0, ...answeredAfter, ...others.map(({ saidBefore }) => saidBefore)].sort((a, b) => a - b);
  return cuts.map((from, at) => said.slice(from, cuts[at + 1]));
}
