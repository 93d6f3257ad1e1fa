import { access } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { placesIn } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { type Holos, startHolos } from '../../compose.ts';
import type { Settings } from '../../config/settings.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { seedDemo } from '../../db/seeds/seed-demo.ts';
import { createLog } from '../../log.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';
import { goesToReadings, handsIn, type MeterAtHome, metersAtHome } from './handing-in.ts';

/** Readings while the controller is started anew, and while the database does not answer. */
let settings: Settings;
let holos: Holos;
let town: Town;
let home: MeterAtHome[];
const stops: (() => Promise<unknown>)[] = [];
const olena = knownNumbers.one;

beforeAll(async () => {
  const made = await testSettings({ company: '750-600' });
  settings = made.settings;
  stops.push(made.remove);
  holos = await startHolos(settings, createLog('warn'), undefined, async (db, company) => {
    await seedDemo(db, {
      home: settings.home,
      company,
      buildings: 1,
      hashPassword: async (password) => password,
    });
  });
  stops.push(() => holos.stop({ everything: true }));
  town = await startTown({
    place: townPlace(settings, { sipPort: settings.ports.sip }),
    repertoire: await repertoireOf(settings),
  });
  stops.push(() => town.stop());
  home = await metersAtHome(holos.db, 1);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});
beforeEach(() => holos.db('readings').whereNotNull('call_id').delete());
afterEach(() => Promise.all(town.calls.map((call) => call.hangsUp())));

const atReadings = () => goesToReadings({ town, db: holos.db }, olena);
const handedIn = (): Promise<{ meter_id: number; value: string }[]> =>
  holos.db('readings').whereNotNull('call_id').select('meter_id', 'value').orderBy('meter_id');
const asKept = (meters: readonly MeterAtHome[]) =>
  meters.map((meter) => ({ meter_id: meter.id, value: Number(meter.value).toFixed(3) }));

test('the controller is started anew in the middle: the caller goes on at the meter where he was, nothing is asked twice', async () => {
  const [cold, hot, power] = home as [MeterAtHome, MeterAtHome, MeterAtHome];
  const call = await atReadings();
  await handsIn(call, cold);
  await call.hears('readings.kept');
  await call.hears('readings.meter', hot.said);
  await holos.stop();
  holos = await startHolos(settings, createLog('warn'));
  await call.hears('interrupted', {}, { limitMs: 20_000 });
  await handsIn(call, hot);
  await handsIn(call, power);
  await call.hears('readings.done', {}, { limitMs: 20_000 });
  await call.hangsUp();
  await expect.poll(() => holos.live.size, { timeout: 8_000 }).toBe(0);
  expect(await handedIn()).toEqual(asKept(home));
  const { items } = await listCalls(holos.db, { number: olena }, { limit: 1 });
  const said = (await stepsOf(holos.db, items[0]?.id ?? '')).flatMap((step) =>
    step.kind === 'said' ? [step.prompt] : [],
  );
  expect(said.filter((prompt) => prompt === 'readings.read-back')).toHaveLength(3);
  expect(said.filter((prompt) => prompt === 'readings.kept')).toHaveLength(3);
}, 120_000);

test('the database does not answer for a while: what was confirmed is journalled, and written when it is back', async () => {
  const [cold, hot] = home as [MeterAtHome, MeterAtHome];
  const call = await atReadings();
  await call.hears('readings.meter', cold.said);
  const pid = livingPid(placesIn(settings.home).databasePid, settings.home);
  if (pid === undefined) throw new Error('no database runs');
  process.kill(pid, 'SIGSTOP');
  try {
    await call.pressesTogether(cold.keys);
    await call.hears('readings.read-back', { value: cold.value });
    await call.presses('1');
    await call.heardWhole('readings.kept', {}, { limitMs: 20_000 });
    await handsIn(call, hot);
    await call.heardWhole('readings.kept', {}, { limitMs: 20_000 });
    await access(path.join(settings.home, 'promised.journal'));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await call.hangsUp();
  await expect.poll(async () => (await handedIn()).length, { timeout: 30_000 }).toBe(2);
  expect(await handedIn()).toEqual(asKept([cold, hot]));
  const isGone = () =>
    access(path.join(settings.home, 'promised.journal')).then(
      () => false,
      () => true,
    );
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
}, 120_000);
