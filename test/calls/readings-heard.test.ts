import { access } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { spoken } from '../../speech/spoken-values.ts';
import { startWorld, type World } from '../town/world.ts';
import { promptsIn, stepsOfLast } from './goes-to.ts';
import { goesToReadings, handsIn, type MeterAtHome, metersAtHome } from './handing-in.ts';
import { outagesOf } from './outages.ts';
import { good, Readers } from './readers.ts';

/**
 * Meter readings by real calls: a resident listens, and what is said is recognised by its sound. Another controller comes, and the
 * database does not answer.
 */
let world: World;
let readers: Readers;

beforeAll(async () => {
  world = await startWorld({ buildings: 6, ownDatabase: true });
  readers = await Readers.open(world, 6);
});
afterAll(() => world.stop());
// A test that is tried once more finds the month as it was.
beforeEach(() => world.db('readings').whereNotNull('call_id').delete());
afterEach(() => Promise.all(world.town.calls.map((call) => call.hangsUp())));

const olena = knownNumbers.one;
const atHome = async () => (await metersAtHome(world.db, 1)) as [MeterAtHome, MeterAtHome, MeterAtHome];

test('meter by meter: described, keyed in, read back, confirmed; with another controller the caller goes on at the meter where he was, nothing is asked twice; at the end what was taken', async () => {
  const [cold, hot, power] = await atHome();
  const call = await goesToReadings(world, olena);
  await call.hears('readings.meter', cold.said);
  await call.heardWhole('readings.enter');
  await call.presses(cold.keys);
  await call.hears('readings.read-back', { value: cold.value });
  await call.heardWhole('readings.confirm');
  await call.presses('1');
  await call.heardWhole('readings.kept');
  await call.hears('readings.meter', hot.said);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 20_000 });
  await call.hears('readings.meter', hot.said);
  await call.pressesTogether(hot.keys);
  await call.hears('readings.read-back', { value: hot.value });
  // Twice, to be sure: it is no digit of the next one.
  await call.presses('11');
  await call.hears('readings.kept');
  await call.hears('readings.meter', power.said);
  await call.hears('readings.enter.whole', {}, { limitMs: 25_000 });
  await call.pressesTogether(power.keys);
  await call.hears('readings.read-back', { value: power.value });
  await call.presses('1');
  await call.hears('readings.done', {}, { limitMs: 25_000 });
  // What the other controller finds kept already comes last.
  for (const meter of [hot, power, cold])
    await call.hears('readings.taken', { ...meter.said, value: meter.value }, { limitMs: 25_000 });
  await call.hears('menu.operator', { key: '0' }, { limitMs: 60_000 });
  await call.hangsUp();
  expect(await readers.kept(olena)).toEqual([cold, hot, power].map(good));
  const said = promptsIn(await stepsOfLast(world, olena));
  for (const once of ['readings.read-back', 'readings.kept'])
    expect(said.filter((prompt) => prompt === once)).toHaveLength(3);
}, 150_000);

test('a spoofed number hears relations only: no name, no address, no earlier value', async () => {
  const { number, accountId, first, second, third } = readers.next();
  const call = await goesToReadings(world, '+380671234567', number);
  for (const meter of [first, second, third]) {
    await call.hears('readings.meter', meter.said, { limitMs: 40_000 });
    await call.pressesTogether('7#');
    await call.hears('readings.doubt.lower', {}, { limitMs: 25_000 });
    await call.presses('1');
    await call.hears('readings.kept', {}, { limitMs: 25_000 });
  }
  await call.hangsUp();
  const lower = { value: 7, doubts: ['lower'] };
  expect(await readers.kept(number)).toEqual(
    [first, second, third].map(({ id }) => ({ meterId: id, ...lower })),
  );
  const steps = await stepsOf(world.db, await readers.endedCall(number));
  const said = steps.flatMap((step) => (step.kind === 'said' ? [step.text] : [])).join('\n');
  expect(said).toContain('менше');
  const names: string[] = await world.db('residents').where({ account_id: accountId }).pluck('name');
  const home = await world
    .db('accounts')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .where({ 'accounts.id': accountId })
    .first('street');
  for (const personal of [home.street, ...names.flatMap((name) => name.split(' '))])
    expect(said).not.toContain(personal);
  for (const { last } of [first, second, third])
    for (const style of ['reading', 'decimal'])
      expect(said).not.toContain(spoken(style, last, 'uk', 'Europe/Kyiv'));
}, 150_000);

test('two calls from one number at once: both are heard, the last one counts', async () => {
  const { number, first } = readers.next();
  const calls = await Promise.all([goesToReadings(world, number), goesToReadings(world, number)]);
  await Promise.all(calls.map((call) => handsIn(call, first)));
  const heard = await Promise.all(calls.map((call) => call.hearsAny(['readings.kept', 'readings.replaced'])));
  await Promise.all(calls.map((call) => call.hangsUp()));
  expect(heard.map((one) => one.prompt).toSorted()).toEqual(['readings.kept', 'readings.replaced']);
  expect((await readers.valuesOf(first)).map(([, current]) => current).toSorted()).toEqual([1, null]);
}, 90_000);

test('the database does not answer for a while: what was confirmed is journalled, and written when it is back', async () => {
  const [cold, hot] = await atHome();
  const journal = path.join(world.settings.home, 'promised.journal');
  const call = await goesToReadings(world, olena);
  await call.hears('readings.meter', cold.said);
  const { frozen } = outagesOf(world);
  await frozen.goes();
  try {
    await call.pressesTogether(cold.keys);
    await call.hears('readings.read-back', { value: cold.value });
    await call.presses('1');
    await call.heardWhole('readings.kept', {}, { limitMs: 20_000 });
    await handsIn(call, hot);
    await call.heardWhole('readings.kept', {}, { limitMs: 20_000 });
    await access(journal);
  } finally {
    await frozen.comes();
  }
  await call.hangsUp();
  await expect.poll(() => readers.kept(olena), { timeout: 30_000 }).toHaveLength(2);
  // Which of them is written first is nobody's business.
  expect((await readers.kept(olena)).toSorted((a, b) => a.meterId - b.meterId)).toEqual(
    [cold, hot].map(good),
  );
  const isGone = () =>
    access(journal).then(
      () => false,
      () => true,
    );
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
}, 120_000);
