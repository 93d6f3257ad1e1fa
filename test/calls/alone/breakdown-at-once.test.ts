import { afterAll, beforeAll, expect, test } from 'vitest';
import { subscribersOf } from '../../../db/queries/incident-subscribers.ts';
import { knownNumbers } from '../../../db/seeds/numbers.ts';
import { startWorld, type World } from '../../town/world.ts';
import { buildingOf } from '../building-of.ts';
import { KeypadCallers } from '../keypad-callers.ts';
import { supervisor } from '../supervisor.ts';

/** A house loses its heat, and all of it calls. */
const callers = 30;
let world: World;
let supervise: Awaited<ReturnType<typeof supervisor>>;
let keypads: KeypadCallers;

beforeAll(async () => {
  world = await startWorld();
  supervise = await supervisor(world);
  keypads = await KeypadCallers.open(world, callers);
});
afterAll(async () => {
  keypads.close();
  await world.stop();
});

/** Neighbours with telephones of their own. */
async function neighbours(building: number): Promise<string[]> {
  const residents: number[] = await world
    .db('residents')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .where({ building_id: building })
    .pluck('residents.id');
  const numbers = Array.from({ length: callers }, (_, n) => `+3806711400${String(n).padStart(2, '0')}`);
  await world.db('phones').whereIn('number', numbers).delete();
  await world
    .db('phones')
    .insert(numbers.map((number, n) => ({ number, resident_id: residents[n % residents.length] })));
  return numbers;
}

async function joins(number: string): Promise<void> {
  const caller = await keypads.calls(number);
  await caller.until('known-breakdown.join');
  await caller.presses('1');
  await caller.until('known-breakdown.joined');
  await caller.hangsUp();
}

test('thirty callers at once join: one incident, thirty subscribers, none twice, each told once', async () => {
  for (const table of ['incidents', 'callbacks']) await world.db(table).delete();
  const building = await buildingOf(world.db, knownNumbers.one);
  const numbers = await neighbours(building);
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const { id } = await supervise('incidents', {
    ...{ kind: 'no-heating', since: inHours(-2), until: inHours(4) },
    buildingIds: [building],
  });
  await Promise.all(numbers.map(joins));
  expect((await subscribersOf(world.db, id)).map((one) => one.number).toSorted()).toEqual(numbers);
  expect(await world.db('incidents')).toHaveLength(1);
  await supervise(`incidents/${id}/close`);
  const told = () => world.db('callbacks').where({ why: 'mended' }).pluck('number');
  await expect.poll(told, { timeout: 8_000 }).toHaveLength(callers);
  expect((await told()).toSorted()).toEqual(numbers);
}, 120_000);
