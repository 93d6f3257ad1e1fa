import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../errors.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { checkReading, readingsToCheck, type Verdict } from './reading-checks.ts';
import { currentReadings, storeReading } from './readings.ts';

let t: TestDatabase;
let operatorId: number;
let meterId: number;
beforeAll(async () => {
  t = await testDatabase();
  [operatorId = 0] = await t.db('operators').insert({
    ...{ login: 'olha', name: 'Ольга', role: 'operator', password_hash: '-', active: true },
  });
  const home = { street: 'Галицька', house: '1', centre: 'Центр', entrances: 1, floors: 5 };
  const [building_id] = await t.db('buildings').insert(home);
  const account = { number: '75000015', building_id, flat: '12', balance_kopecks: 0 };
  const [account_id] = await t.db('accounts').insert(account);
  const dial = { kind: 'cold-water', place: 'kitchen', serial: '00123457', digits: 5, decimals: 3 };
  [meterId = 0] = await t.db('meters').insert({ account_id, ...dial });
}, 60_000);
afterAll(() => t.close());
beforeEach(() => t.db('readings').delete());

let entries = 0;
const at = (day: number) => new Date(Date.UTC(2026, 10, day, 12));
/** Of November, unless told. */
async function handsIn(value: string, day: number, doubts: string[] = [], period = '2026-11') {
  const given = { entry: String(++entries), meterId, period, value, takenAt: at(day), doubts };
  await storeReading(t.db, { ...given, source: 'call', callId: null });
  return (await t.db('readings').where({ entry: given.entry }).first('id')).id as number;
}
const say = (id: number, verdict: Verdict) => checkReading(t.db, { id, verdict, operatorId, at: at(25) });
const refusal = (id: number, verdict: Verdict) => say(id, verdict).then(() => 'done', codeOf);
const counting = async () => (await currentReadings(t.db, [meterId])).map(({ value }) => value);
const open = async () => (await readingsToCheck(t.db, 10)).items.map(({ id }) => id);

test('what is doubtful stands on the list with what is needed to judge it, the oldest first', async () => {
  await handsIn('118.000', 1, [], '2026-10');
  const low = await handsIn('111.000', 22, ['lower']);
  const { items, all } = await readingsToCheck(t.db, 10);
  expect(all).toBe(1);
  expect(items).toEqual([
    {
      ...{ id: low, value: '111.000', takenAt: at(22), doubts: ['lower'] },
      ...{ kind: 'cold-water', place: 'kitchen', serial: '00123457' },
      ...{ earlierValue: '118.000', earlierTakenAt: at(1) },
      ...{ account: '75000015', street: 'Галицька', house: '1', flat: '12', callId: null, number: null },
    },
  ]);
  const older = await handsIn('900.000', 2, ['high'], '2026-10');
  expect(await open()).toEqual([older, low]);
  expect(await readingsToCheck(t.db, 1)).toMatchObject({ items: [{ id: older }], all: 2 });
});

test('one that is right goes on to count; one that is wrong gives way to what was handed in before it', async () => {
  const right = await handsIn('140.000', 20, ['high']);
  await say(right, 'right');
  expect(await counting()).toEqual(['140.000']);
  const wrong = await handsIn('14.000', 22, ['lower']);
  expect(await counting()).toEqual(['14.000']);
  await say(wrong, 'wrong');
  expect(await counting()).toEqual(['140.000']);
  expect(await open()).toEqual([]);
  const kept = await t
    .db('readings')
    .where({ id: wrong })
    .first('value', 'verdict', 'checked_by', 'checked_at');
  expect(kept).toEqual({ value: '14.000', verdict: 'wrong', checked_by: operatorId, checked_at: at(25) });
});

test('what gave way is to be checked again when it counts again, and nothing is left when all were wrong', async () => {
  const first = await handsIn('900.000', 20, ['high']);
  const second = await handsIn('14.000', 22, ['lower']);
  expect(await open()).toEqual([second]);
  await say(second, 'wrong');
  expect(await open()).toEqual([first]);
  await say(first, 'wrong');
  expect(await counting()).toEqual([]);
  await handsIn('121.000', 24);
  expect(await counting()).toEqual(['121.000']);
});

test('said once: not again, not of one that a later reading has replaced, not of one that nobody doubts', async () => {
  const low = await handsIn('111.000', 20, ['lower']);
  const both = await Promise.all([refusal(low, 'right'), refusal(low, 'wrong')]);
  expect(both.sort()).toEqual(['done', 'reading.not-now']);
  const replaced = await handsIn('900.000', 21, ['high']);
  const good = await handsIn('121.000', 22);
  for (const id of [low, replaced, good]) expect(await refusal(id, 'wrong')).toBe('reading.not-now');
  expect(await refusal(999_999, 'right')).toBe('reading.unknown');
  expect(await counting()).toEqual(['121.000']);
});
