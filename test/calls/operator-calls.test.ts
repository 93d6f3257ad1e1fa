import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { heardIn } from './heard-in.ts';
import { outagesOf } from './outages.ts';

/** Calls that an operator makes, by real telephones: his own rings first, then the resident's. */
let world: World;
let irina: DeskWorker;

beforeAll(async () => {
  world = await startWorld();
  irina = await DeskWorker.start(world, 'operator1');
});
afterAll(() => world?.stop());
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
  await irina.desk.wrapsUp().catch(() => undefined);
  await irina.sees('a pause', ({ state }) => state.me.state !== 'talking' && state.call === null);
  await irina.desk.ask('pause', 'lunch').catch(() => undefined);
  expect(world.town.faults).toEqual([]);
});

const sentence = (name: string) => world.town.sentence(name, 'uk');
const latest = async (number: string) => (await listCalls(world.db, { number }, { limit: 1 })).items[0];

test('an operator calls a resident, who sees the hotline; both hear each other; it is in the log, and she is paused again', async () => {
  const number = knownNumbers.one;
  const resident = world.town.resident(number);
  resident.doesNotAnswer();
  const own = irina.phone.isCalled();
  const rings = resident.isCalled();
  await irina.desk.ask('call', number, null);
  const operator = await own;
  await operator.answers();
  const called = await rings;
  expect(called.farNumber).toBe('750600');
  await irina.sees('the card', ({ state }) => state.call?.card.residents.length === 1);
  expect(irina.call).toMatchObject({ stage: 'dialling', number });
  await called.answers();
  await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  const callId = irina.call?.callId ?? '';
  await called.says(await sentence('no-heating'));
  await operator.says(await sentence('operator-hello'));
  expect(await heardIn(operator.heard(), await sentence('no-heating'))).toBeGreaterThan(0.8);
  expect(await heardIn(called.heard(), await sentence('operator-hello'))).toBeGreaterThan(0.8);
  await irina.desk.ask('end', callId);
  expect(await called.ended()).toMatchObject({ by: 'holos' });
  await irina.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
  await irina.desk.wrapsUp();
  expect(irina.desk.state.me).toMatchObject({ state: 'paused' });
  await vi.waitUntil(async () => (await latest(number))?.endedAt);
  expect(await latest(number)).toMatchObject({ id: callId, direction: 'out', result: 'talked' });
  const kinds = (await stepsOf(world.db, callId)).map(({ kind }) => kind);
  for (const kind of [
    'dialled',
    'identified',
    'answered',
    'recording-started',
    'connected',
    'left-operator',
  ] as const)
    expect(kinds).toContain(kind);
}, 90_000);

test('who is busy leaves nobody waiting: the call is over on the desk, and in the log as what it was', async () => {
  const number = '+380677000111';
  world.town.resident(number).isBusy();
  const own = irina.phone.isCalled();
  await irina.desk.ask('call', '067 700 01 11', null);
  await (await own).answers();
  await irina.sees('its end', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
  expect(await (await own).ended()).toMatchObject({ by: 'holos' });
  await vi.waitUntil(async () => (await latest(number))?.endedAt);
  expect(await latest(number)).toMatchObject({ result: 'unreached', reason: 'busy' });
}, 60_000);

test('an operator who gives up while it rings: the resident’s telephone falls silent', async () => {
  const number = '+380677000112';
  const resident = world.town.resident(number);
  resident.doesNotAnswer();
  const own = irina.phone.isCalled();
  const rings = resident.isCalled();
  await irina.desk.ask('call', number, null);
  await (await own).answers();
  const called = await rings;
  await irina.desk.ask('end', irina.call?.callId ?? '');
  await called.ended();
  await irina.sees('its end', ({ state }) => state.me.state === 'wrap-up' && state.call === null);
}, 60_000);

test('numbers that may not be called are refused, and so is a second call', async () => {
  const refused = (number: string) =>
    irina.desk.ask('call', number, null).then(
      () => 'called',
      (error) => error.code,
    );
  expect(await refused('+48221234567')).toBe('desk.number-refused');
  expect(await refused('0900301234')).toBe('desk.number-refused');
  expect(irina.desk.state.me.state).toBe('paused');
  const number = '+380677000113';
  world.town.resident(number).doesNotAnswer();
  const own = irina.phone.isCalled();
  const rings = world.town.resident(number).isCalled();
  await irina.desk.ask('call', number, null);
  expect(await refused(number)).toBe('desk.not-now');
  await (await own).answers();
  await rings;
  await irina.desk.ask('end', irina.call?.callId ?? '');
}, 60_000);

test('while the database is frozen an operator calls a resident all the same, and hands him to a telephone outside', async () => {
  const [number, colleague] = ['+380677000121', '+380677000122'];
  const resident = world.town.resident(number);
  resident.doesNotAnswer();
  world.town.resident(colleague).behaves(async (call) => {
    await call.answers();
    await call.ended(60_000);
  });
  const { frozen } = outagesOf(world);
  await frozen.goes();
  try {
    const own = irina.phone.isCalled();
    const rings = resident.isCalled(10_000);
    await irina.desk.ask('call', number, null);
    await (await own).answers();
    const called = await rings;
    await called.answers();
    await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
    await called.says(await sentence('no-heating'));
    expect(await heardIn((await own).heard(), await sentence('no-heating'))).toBeGreaterThan(0.8);
    const outside = world.town.resident(colleague).isCalled();
    await irina.desk.ask('transfer', irina.call?.callId ?? '', { number: colleague });
    await outside;
    expect(called.isOver).toBe(false);
    await called.hangsUp();
  } finally {
    await frozen.comes();
  }
  await vi.waitUntil(async () => (await latest(number))?.endedAt, { timeout: 20_000 });
  expect(await latest(number)).toMatchObject({ direction: 'out', result: 'talked' });
}, 120_000);
