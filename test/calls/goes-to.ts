import { vi } from 'vitest';
import type { Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { Step } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import type { Town } from '../town/town.ts';

interface Place {
  town: Town;
  db: Database;
}

/** Calls, and goes straight into a flow: the number's language is known, and its key is pressed during the greeting. */
export async function goesTo(
  { town, db }: Place,
  number: string,
  key: string,
  { dialled = '750600', language = 'uk' as Language } = {},
): Promise<TownCall> {
  await rememberLanguage(db, number, language);
  const call = await town.resident(number, language).calls(dialled);
  await call.hears(dialled === '8800' ? 'greeting.8800' : 'greeting.750-600', {}, { limitMs: 40_000 });
  await call.presses(key);
  return call;
}

/** Waits until a check passes: for tests that go on side by side, where `expect.poll` does not know its test. */
export function eventually(check: () => Promise<void>, limitMs = 15_000): Promise<void> {
  return vi.waitFor(check, { timeout: limitMs, interval: 100 });
}

/** The steps of the latest call from a number, when it has ended. */
export async function stepsOfLast({ db }: Pick<Place, 'db'>, number: string): Promise<Step[]> {
  const latest = async () => (await listCalls(db, { number }, { limit: 1 })).items[0];
  const ended = await vi.waitUntil(
    async () => {
      const call = await latest();
      return call?.endedAt && call;
    },
    { timeout: 15_000, interval: 100 },
  );
  return stepsOf(db, ended.id);
}

/** All that has come of a call, once its end is written. */
export function stepsToTheEnd({ db }: Pick<Place, 'db'>, callId: string): Promise<Step[]> {
  return vi.waitUntil(
    async () => {
      const steps = await stepsOf(db, callId);
      return steps.at(-1)?.kind === 'ended' && steps;
    },
    { timeout: 15_000, interval: 100 },
  );
}

/** All that was spoken, in words. */
export function spokenIn(steps: readonly Step[]): string {
  return steps.flatMap((step) => (step.kind === 'said' ? [step.text] : [])).join(' ');
}

/** The prompts in the order they were spoken. */
export function promptsIn(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => (step.kind === 'said' ? [step.prompt] : []));
}
