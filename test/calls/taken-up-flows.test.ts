import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { unfinishedCalls } from '../../db/queries/calls.ts';
import { createLog } from '../../log.ts';
import type { TownCall } from '../town/call.ts';
import { SimulatedOperator } from '../town/simulated-operator.ts';
import { startWorld, type World } from '../town/world.ts';
import { closedOn8800 } from './closed-8800.ts';
import { promptsIn, stepsOfLast } from './goes-to.ts';
import { heardIn } from './heard-in.ts';
import { type Household, households } from './households.ts';
import { supervisor } from './supervisor.ts';

/**
 * Calls that the next controller takes up where they were, at steps before the menu and beside it. On the first hotline nobody is at
 * the desks, and no queue is for emergencies alone; the second begins in Russian, and is closed but for the person on duty.
 */
let world: World;
let folder: string;
let homes: Household[];
let supervise: Awaited<ReturnType<typeof supervisor>>;
const dutyNumber = '+380342501580';

/** Russian first on the second hotline, and no queue for emergencies alone. */
const changed = (text: string) => {
  const [first = '', second = ''] = text.replace('    emergencies: true\n', '').split('  - id: "8800"');
  return `${first}  - id: "8800"${second.replace('languages: [uk, ru, en]', 'languages: [ru, uk, en]')}`;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holos-taken-up-'));
  const company = await closedOn8800(folder, { duty: dutyNumber, changed });
  world = await startWorld({ company, buildings: 6 });
  supervise = await supervisor(world);
  homes = await households(world.db);
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await expect.poll(() => unfinishedCalls(world.db, world.settings.node), { timeout: 10_000 }).toEqual([]);
});

let numbers = 100;
const stranger = () => `+3805099${String(numbers++).padStart(5, '0')}`;
const soon = { limitMs: 30_000 };

test('in the greeting: it is said again, and all that comes before the menu comes', async () => {
  const { number, buildingId } = homes.pop() as Household;
  await world.db('number_languages').where({ number }).delete();
  const since = new Date(Date.now() - 3_600_000).toISOString();
  await supervise('incidents', { kind: 'no-heating', since, until: null, buildingIds: [buildingId] });
  const call = await world.town.resident(number).calls('750600');
  await call.hears('greeting.750-600', {}, soon);
  await world.restart();
  await call.hears('interrupted', {}, soon);
  await call.hears('greeting.750-600');
  await call.hears('notice.recorded');
  await call.hears('language.choose', { key: 1 });
  await call.presses('1');
  await call.hears('known-breakdown.join', { key: 1 }, soon);
  await call.hears('menu.operator', { key: '0' });
}, 120_000);

test('in the question of the language: in the first language of the hotline, and it is asked; after it: it is not asked again', async () => {
  const [unanswered, answered] = [stranger(), stranger()];
  const [asked, chosen] = await Promise.all([
    world.town.resident(unanswered, 'ru').calls('8800'),
    world.town.resident(answered).calls('8800'),
  ]);
  await Promise.all([
    asked.hears('language.choose', { key: 1 }, soon),
    chosen.hears('language.choose', { key: 2 }, soon),
  ]);
  await chosen.presses('2');
  await chosen.hears('language.any-time');
  await world.restart();
  await Promise.all([asked.hears('interrupted', {}, soon), chosen.hears('interrupted', {}, soon)]);
  await Promise.all([
    asked.hears('language.choose', { key: 1 }),
    chosen.hears('menu.request', { key: '1' }, soon),
  ]);
  await asked.presses('1');
  await asked.hears('menu.request', { key: '1' }, soon);
  await Promise.all([asked, chosen].map((call) => call.hangsUp()));
  const [stepsOfAsked, steps] = await Promise.all([
    stepsOfLast(world, unanswered),
    stepsOfLast(world, answered),
  ]);
  expect(promptsIn(stepsOfAsked).filter((prompt) => prompt === 'greeting.8800')).toHaveLength(1);
  expect(steps.filter(({ kind }) => kind === 'language')).toHaveLength(1);
  expect(promptsIn(steps.slice(steps.findIndex(({ kind }) => kind === 'interrupted')))).not.toContain(
    'language.choose',
  );
}, 120_000);

test('while the telephone of the person on duty rings: it is rung anew, and the two hear each other', async () => {
  const duty = world.town.resident(dutyNumber);
  let rung = 0;
  duty.behaves(async (ringing) => {
    // The first time nobody is quick enough.
    if (++rung === 1) {
      await ringing.ended(60_000);
      return;
    }
    await ringing.answers();
    await ringing.says(await world.town.sentence('operator-hello', 'uk'));
    await ringing.ended(60_000);
  });
  const number = stranger();
  const call = await world.town.resident(number, 'ru').calls('8800');
  await call.hears('language.choose', { key: 1 }, soon);
  await call.presses('0');
  await call.hears('closed.emergency', { key: '1' }, soon);
  const first = duty.isCalled();
  await call.presses('1');
  await call.hears('closed.duty');
  const unanswered = await first;
  const second = duty.isCalled();
  await world.restart();
  await call.hears('interrupted', {}, soon);
  await call.hears('closed.duty');
  expect(unanswered.isOver).toBe(true);
  const atDuty = await second;
  await atDuty.isAnswered();
  await call.says(await world.town.sentence('leak', 'uk'));
  await atDuty.hangsUp();
  expect(await call.ended(20_000)).toMatchObject({ by: 'holos' });
  expect(await heardIn(call.heard(), await world.town.sentence('operator-hello', 'uk'))).toBeGreaterThan(0.7);
  expect(await heardIn(atDuty.heard(), await world.town.sentence('leak', 'uk'))).toBeGreaterThan(0.7);
  const steps = await stepsOfLast(world, number);
  expect(promptsIn(steps)).not.toContain('menu.request');
  expect(rung).toBe(2);
}, 120_000);

test('in the offer of a call back to an emergency: it is made again; who waits all the same goes before who came earlier, and the two hear each other', async () => {
  const [usual, urgent] = [stranger(), stranger()];
  const first = await world.town.resident(usual).calls('750600');
  await first.hears('language.choose', { key: 1 }, soon);
  await first.presses('0');
  await first.hears('queue.none', {}, soon);
  await first.hears('queue.wait.first', {}, soon);
  const second = await inAnEmergency(urgent);
  await world.restart();
  await second.hears('interrupted', {}, soon);
  await second.hears('queue.none', {}, soon);
  await second.hears('queue.wait.first', {}, soon);

  const operator = await atWork();
  const { received } = world.town.resident(`operator-${operator.id}`);
  const atTheDesk = await vi.waitUntil(() => received.find((one) => !one.isOver), { timeout: 20_000 });
  await atTheDesk.isAnswered();
  await second.says(await world.town.sentence('no-heating'));
  await second.hearsSilence(1_000);
  await second.hangsUp();
  expect(await heardIn(second.heard(), await world.town.sentence('operator-hello'))).toBeGreaterThan(0.7);
  expect(await heardIn(atTheDesk.heard(), await world.town.sentence('no-heating'))).toBeGreaterThan(0.7);
  expect(first.isOver).toBe(false);
  await first.hangsUp();
  await operator.stop();
  const waiting = (await stepsOfLast(world, urgent)).find(({ kind }) => kind === 'waiting');
  expect(waiting).toMatchObject({ emergency: true });
}, 120_000);

/** Gets to where nobody is, as an emergency. */
async function inAnEmergency(number: string): Promise<TownCall> {
  const call = await world.town.resident(number).calls('750600');
  await call.hears('language.choose', { key: 1 }, soon);
  await call.presses('1');
  await call.hears('language.any-time');
  await call.presses('1');
  await call.hears('request.what', {}, soon);
  await call.presses('4');
  await call.hears('request.which', {}, soon);
  await call.presses('1');
  // The number of those who come is said at once, and nothing that would not come true before it.
  await call.hears('emergency.number', { number: '1580' }, soon);
  await call.heardWhole('emergency.number.again', { number: '1580' }, soon);
  await call.hears('queue.none', {}, soon);
  return call;
}

/** One of the operators that the demo has comes to work. */
async function atWork() {
  const [login] = world.logins.filter(({ role }) => role === 'operator');
  if (!login) throw new Error('nobody may log in');
  const { town, desk } = world;
  const simulated = new Set<number>();
  const parts = { town, desk, ...login, simulated, random: () => 0.5, log: createLog('warn') };
  const operator = await SimulatedOperator.start(parts);
  return { id: [...simulated][0], stop: () => operator.stop() };
}
