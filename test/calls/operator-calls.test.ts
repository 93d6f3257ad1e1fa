import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { routes } from '../../agent-desk/contract/routes.ts';
import { companyFile } from '../../config/load-company.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { refusal } from './at-desks.ts';
import { heardIn } from './heard-in.ts';
import { outagesOf } from './outages.ts';
import { supervisorAsks } from './supervisor.ts';

/** Calls that an operator makes, by real telephones: his own rings first, then the resident's. */
let world: World;
let irina: DeskWorker;
/** A supervisor. */
let natalia: DeskWorker;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holos-outgoing-'));
  world = await startWorld({ company: await companyThatCallsAbroad(), ownDatabase: true });
  irina = await DeskWorker.start(world, 'operator1');
  natalia = await DeskWorker.start(world, 'supervisor');
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
  for (const one of [irina, natalia]) {
    await one.desk.wrapsUp().catch(() => undefined);
    await one.sees('a pause', ({ state }) => state.me.state !== 'talking' && state.call === null);
    await one.desk.ask('pause', 'lunch').catch(() => undefined);
  }
  expect(world.town.takeFaults()).toEqual([]);
});

/** Those who lead may call abroad, and what costs more nobody but the administrator. */
async function companyThatCallsAbroad(): Promise<string> {
  const outgoing = 'outgoing: { foreign: [supervisor, administrator], premium: [administrator] }';
  const file = path.join(folder, 'company.yaml');
  await writeFile(file, `${await readFile(companyFile('750-600'), 'utf8')}\n${outgoing}\n`);
  return file;
}

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
  await vi.waitUntil(async () => (await latest(number))?.endedAt);
  expect(await latest(number)).toMatchObject({ result: 'unreached', reason: 'operator-hung-up' });
}, 60_000);

const [abroad, costly] = ['+48221234567', '+380900301234'];
const refused = 'desk.number-refused';

test('whom one may call depends on the role, at a call, in a talk and in the rules of a queue; a second call is refused', async () => {
  for (const number of [abroad, costly]) {
    expect(await refusal(irina.desk.ask('call', number, null))).toBe(refused);
    expect(irina.desk.state.me.state).toBe('paused');
  }
  expect(await refusal(natalia.desk.ask('call', costly, null))).toBe(refused);
  const hers = natalia.phone.isCalled();
  const ringsAbroad = world.town.resident(abroad).isCalled();
  world.town.resident(abroad).doesNotAnswer();
  await natalia.desk.ask('call', abroad, null);
  await (await hers).answers();
  await ringsAbroad;
  await natalia.desk.ask('end', natalia.call?.callId ?? '');

  const number = '+380677000113';
  world.town.resident(number).doesNotAnswer();
  const own = irina.phone.isCalled();
  const rings = world.town.resident(number).isCalled();
  await irina.desk.ask('call', number, null);
  expect(await refusal(irina.desk.ask('call', number, null))).toBe('desk.not-now');
  await (await own).answers();
  await (await rings).answers();
  await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  const callId = irina.call?.callId ?? '';
  for (const to of [abroad, costly]) {
    expect(await refusal(irina.desk.ask('consult', callId, { number: to }))).toBe(refused);
    expect(await refusal(irina.desk.ask('transfer', callId, { number: to }))).toBe(refused);
  }
  expect(irina.call).toMatchObject({ stage: 'talking', held: false, consult: null });
  await irina.desk.ask('end', callId);
  expect(world.town.resident(abroad).received).toHaveLength(1);
  expect(world.town.resident(costly).received).toHaveLength(0);

  const supervise = await supervisorAsks(world);
  const [queue] = routes.queues.answer.parse(await supervise('GET', 'queues'));
  const overflowsTo = (to: string) =>
    supervise('PATCH', `queues/${queue?.id}`, {
      rules: { ...queue?.rules, longestWaitSeconds: 600, overflow: { number: to } },
      version: queue?.version,
    });
  await expect(overflowsTo(costly)).rejects.toThrow(/403.*desk\.number-refused/);
  expect(routes.changeQueue.answer.parse(await overflowsTo(abroad)).rules.overflow).toEqual({
    number: abroad,
  });
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
