import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';
import type { KeptPlaceFacts } from './kept-place.ts';

/** Somebody whose place is kept calls again before his turn has come. */
const queues = [
  { id: 'dispatcher' },
  { id: 'readings' },
  { id: 'emergency', choose: 'all-at-once' },
] as const;
const roman = 2;
const olha = 1;
const number = '+380501112233';
const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;

let floor: ReturnType<typeof openFakeFloor>;
let turns: number[];
beforeEach(() => {
  stopTheClock();
  floor = openFakeFloor({ queues, picksUpAfterMs: () => null });
  turns = [];
  floor.onTurn(({ callbackId }) => void turns.push(callbackId));
  floor.floor.deskOpened(olha);
  floor.floor.phone(olha, 'registered');
  floor.line.keep({
    ...{ callbackId: 7, number, hotline: '750-600', language: 'uk', queue: 'dispatcher', tries: 0 },
    ...{ waitingSince: new Date(minutesAgo(10)), notBefore: new Date(0) },
  });
});
afterEach(() => {
  floor.close();
  expect(floor.errors).toEqual([]);
  vi.useRealTimers();
});

const position = (id: string) => {
  const place = floor.callers.get(id)?.place;
  return place && floor.line.position(place);
};
const offered = () => floor.steps.flatMap((step) => (step.kind === 'offered' ? [step.callId] : []));

test('he stands at his kept place, is nobody’s second, and his telephone is not rung', async () => {
  floor.comes('other', 'dispatcher', { sinceMs: minutesAgo(5) });
  expect(position('other')).toBe(2);
  floor.comes('again', 'dispatcher', {}, { number });
  expect([position('again'), position('other')]).toEqual([1, 2]);
  const waiting = floor.steps.findLast(({ kind }) => kind === 'waiting');
  expect(waiting).toMatchObject({ callId: 'again', sinceMs: minutesAgo(10), waitsSinceMs: Date.now() });
  floor.floor.ready(olha);
  await settle();
  expect([offered(), turns]).toEqual([['again'], []]);
});

test('whom another controller finds at his kept place waits no longer than his call lasts', () => {
  const { place } = floor.comes('taken up', 'readings', { sinceMs: minutesAgo(10) });
  expect(place).toMatchObject({ sinceMs: minutesAgo(10), waitsSinceMs: Date.now() });
});

test('his place is kept as it was when he hangs up, and he is called when his turn comes', async () => {
  const again = floor.comes('again', 'dispatcher', {}, { number });
  again.hangUp();
  await settle();
  floor.floor.ready(olha);
  expect(turns).toEqual([7]);
  await passMs(31_000);
});

test('while he is in any call with us he is not rung, and stands before nobody; afterwards he is', async () => {
  floor.rulebook.changeSkills(olha, { readings: 0 });
  floor.comes('other', 'dispatcher');
  const again = floor.comes('again', 'readings', { patient: true }, { number });
  expect(position('other')).toBe(1);
  floor.callers.get('other')?.hangUp();
  await settle();
  floor.floor.ready(olha);
  await passMs(60_000);
  expect(turns).toEqual([]);
  again.hangUp();
  await settle();
  expect(turns).toEqual([7]);
  await passMs(31_000);
});

/** When he was rung, in minutes since the first time; each try in vain rings for half a minute. */
async function triesWithin(minutes: number): Promise<number[]> {
  const rungAtMs: number[] = [];
  floor.onTurn(() => void rungAtMs.push(Date.now()));
  floor.floor.ready(olha);
  for (let passed = 0; passed < minutes; passed++) await passMs(60_000);
  return rungAtMs.map((at) => Math.round((at - (rungAtMs[0] ?? 0)) / 60_000));
}

test('who cannot be reached is called three times over an hour, and no more', async () => {
  expect(await triesWithin(180)).toEqual([0, 30, 60]);
});

test('what a supervisor says of it holds for who rests already: he is called sooner, or as late as he was to be', async () => {
  const { rulebook } = floor;
  const changes = (callAgainSeconds: number) =>
    rulebook.changeQueue('dispatcher', { ...rulebook.of('dispatcher'), callAgainSeconds });
  setTimeout(() => changes(300), 10 * 60_000);
  setTimeout(() => changes(3_600), 12 * 60_000);
  // Ten minutes after the first try it is said that five are enough; then that an hour is right, for the tries that come.
  expect(await triesWithin(180)).toEqual([0, 15, 75]);
});

test('where all phones ring at once he is called once all the same, for one operator', async () => {
  floor.line.talkedTo(number);
  floor.line.keep({
    ...{ callbackId: 8, number, hotline: '750-600', language: 'uk', queue: 'emergency', tries: 1 },
    ...{ waitingSince: new Date(minutesAgo(10)), notBefore: new Date(Date.now() + 60_000) },
  });
  floor.floor.deskOpened(roman);
  floor.floor.phone(roman, 'registered');
  for (const id of [olha, roman]) floor.floor.ready(id);
  await passMs(60_000);
  expect(turns).toEqual([8]);
  floor.comes('second', 'readings');
  expect(offered()).toEqual(['second']);
});

test('who could not be reached, and asks for it once more, is called as soon as it is his turn', async () => {
  const facts: KeptPlaceFacts = {
    ...{ callbackId: 9, number: '+380501112299', hotline: '750-600', language: 'uk', queue: 'readings' },
    ...{ waitingSince: new Date(minutesAgo(5)), tries: 1, notBefore: new Date(Date.now() + 1_800_000) },
  };
  floor.line.talkedTo(number);
  floor.line.keep(facts);
  floor.floor.ready(olha);
  await settle();
  expect(turns).toEqual([]);
  floor.line.keep({ ...facts, tries: 0, notBefore: facts.waitingSince });
  expect(turns).toEqual([9]);
});
