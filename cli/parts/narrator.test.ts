import { expect, test } from 'vitest';
import type { TownCall } from '../../test/town/call.ts';
import type { Recogniser, Stretch } from '../../test/town/recognise.ts';
import { rate } from '../../test/town/sound/wav.ts';
import { Narrator } from './narrator.ts';
import type { Logged } from './said-by-log.ts';

const lateMs = 50;

/** A call of ten seconds, in which these stretches were recognised, and Holos wrote that it said this. */
function narrator(
  stretches: Partial<Stretch & { fromS: number; toS: number }>[],
  log: [atS: number, text: string][],
  { isOver = true, timeline = [] as { atMs: number; what: string }[] } = {},
) {
  const nowMs = 10_000;
  const began = Date.now() - nowMs;
  const call = {
    ...{ nowMs, isOver, heard: () => new Int16Array(), timeline: () => timeline },
    // All its sound came a little later than its place says.
    heardAtMs: (sample: number) => (sample * 1000) / rate + lateMs,
  };
  const recogniser = {
    look: async () => undefined,
    stretches: stretches.map(({ fromS = 0, toS = 0, ...one }) => ({
      ...one,
      at: fromS * rate,
      until: toS * rate,
    })),
  };
  const steps = log.map(
    ([atS, text]): Logged => ({ at: new Date(began + atS * 1000), prompt: 'some', text }),
  );
  const at = async (moment: Date) => steps.findLast((one) => +one.at - 200 <= +moment);
  return new Narrator(call as unknown as TownCall, recogniser as unknown as Recogniser, { at });
}

const saying = (words: string) => ({ words, prompt: 'other', language: 'uk' }) as Stretch['saying'];

async function lines(one: Narrator): Promise<string[]> {
  return (await one.look()).map(({ text }) => text);
}

test('a sentence that is said digit by digit is told once', async () => {
  const pieces = [
    { kind: 'unknown', fromS: 1, toS: 1.1 },
    { kind: 'unknown', fromS: 1.2, toS: 1.7 },
    { kind: 'silence', fromS: 1.7, toS: 2 },
    { kind: 'unknown', fromS: 2, toS: 3.5 },
  ] as const;
  expect(await lines(narrator([...pieces], [[1, 'сім, п’ять']]))).toEqual([
    'heard a sound; by the log: «сім, п’ять» (some)',
  ]);
});

test('a line has the time at which its sound was heard', async () => {
  const prompt = { kind: 'prompt', fromS: 1, toS: 2, state: 'whole', saying: saying('Зачекайте.') } as const;
  expect((await narrator([prompt], []).look()).map(({ atMs }) => atMs)).toEqual([1_000 + lateMs]);
});

test('a piece of sound before a prompt is not told', async () => {
  const piece = { kind: 'unknown', fromS: 0.6, toS: 1 } as const;
  const prompt = { kind: 'prompt', fromS: 1, toS: 2, state: 'whole', saying: saying('Зачекайте.') } as const;
  expect(await lines(narrator([piece, prompt], [[1, 'Зачекайте.']]))).toEqual([
    'heard «Зачекайте.» (other, uk)',
  ]);
});

test('a prompt that was cut off is what the log says, when that begins alike', async () => {
  const heard = { kind: 'prompt', fromS: 1, toS: 2, state: 'cut', saying: saying('Аварія — один.') } as const;
  expect(await lines(narrator([heard], [[1, 'Аварія — чотири.']]))).toEqual([
    'heard a sound; by the log: «Аварія — чотири.» (some)',
  ]);
  expect(await lines(narrator([heard], [[1, 'Аварія — один.']]))).toEqual([
    'heard «Аварія — один.» (other, uk)',
  ]);
});

test('a voice that comes after a prompt is not taken for more of it', async () => {
  const prompt = { kind: 'prompt', fromS: 1, toS: 2, state: 'whole', saying: saying('Зачекайте.') } as const;
  const voice = { kind: 'unknown', fromS: 2.5, toS: 4 } as const;
  expect(await lines(narrator([prompt, voice], [[1, 'Зачекайте.']]))).toEqual([
    'heard «Зачекайте.» (other, uk)',
    'heard a sound that is no prompt',
  ]);
});

test('a key that was pressed in the middle of a prompt is told after it; what has just happened waits for what is just heard', async () => {
  const prompt = { kind: 'prompt', fromS: 5, toS: 8, state: 'whole', saying: saying('Зачекайте.') } as const;
  const goesOn = {
    kind: 'prompt',
    fromS: 8.2,
    toS: 9,
    state: 'going-on',
    saying: saying('Ви друга.'),
  } as const;
  const pressed = [2, 6, 8.5, 9.9].map((s) => ({ atMs: s * 1000, what: `pressed at ${s} s` }));
  const early = [{ atMs: 100, what: 'ringing' }, ...pressed];
  const meanwhile = narrator([prompt, goesOn], [], { isOver: false, timeline: early });
  expect(await lines(meanwhile)).toEqual([
    'ringing',
    'pressed at 2 s',
    'heard «Зачекайте.» (other, uk)',
    'pressed at 6 s',
  ]);
  expect(await lines(narrator([prompt, goesOn], [], { timeline: early }))).toEqual([
    'ringing',
    'pressed at 2 s',
    'heard «Зачекайте.» (other, uk)',
    'pressed at 6 s',
    'heard «Ви друга.» (other, uk)',
    'pressed at 8.5 s',
    'pressed at 9.9 s',
  ]);
});
