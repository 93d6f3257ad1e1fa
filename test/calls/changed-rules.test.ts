import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { routes } from '../../agent-desk/contract/routes.ts';
import type { QueueRules } from '../../agent-desk/contract/shapes.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { supervisorAsks } from './supervisor.ts';

/** What a supervisor changes of the queues holds for those who wait already: two operators, real telephones. */
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let supervise: Awaited<ReturnType<typeof supervisorAsks>>;

beforeAll(async () => {
  world = await startWorld();
  irina = await DeskWorker.start(world, 'operator1');
  roman = await DeskWorker.start(world, 'operator2');
  supervise = await supervisorAsks(world);
});
afterAll(() => world?.stop());
afterEach(async () => {
  await everybodyHangsUp();
  for (const { desk } of [irina, roman]) {
    await desk.wrapsUp().catch(() => undefined);
    await desk.ask('pause', 'break').catch(() => undefined);
  }
});

async function everybodyHangsUp(): Promise<void> {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
}

let numbers = 700;
/** Calls, presses these keys in the greeting and after it, and waits in the line of this queue. */
async function waits(queue: string, keys: string): Promise<string> {
  const number = `+3806733${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, 'uk');
  const call = await world.town.resident(number).calls('750600');
  await call.hears('greeting.750-600', {}, { limitMs: 20_000 });
  for (const key of keys) await call.presses(key);
  await irina.sees(`${number} in ${queue}`, ({ state }) =>
    state.queues.some((one) => one.id === queue && one.waiting.some((caller) => caller.number === number)),
  );
  return number;
}

async function queue(id: string) {
  const queues = routes.queues.answer.parse(await supervise('GET', 'queues'));
  const found = queues.find((one) => one.id === id);
  if (!found) throw new Error(`there is no queue ${id}`);
  return found;
}

async function changesQueue(id: string, change: Partial<QueueRules>): Promise<void> {
  const { rules, version } = await queue(id);
  await supervise('PATCH', `queues/${id}`, { rules: { ...rules, ...change }, version });
}

async function changesSkills(worker: DeskWorker, levels: Record<string, number> | null): Promise<void> {
  const all = routes.skills.answer.parse(await supervise('GET', 'skills'));
  const version = all.find((one) => one.operatorId === worker.id)?.version;
  await supervise('PATCH', `skills/${worker.id}`, { levels, version });
}

/** Both are ready, this one for longer. */
async function bothReady(longer: DeskWorker): Promise<void> {
  for (const worker of longer === irina ? [irina, roman] : [roman, irina]) {
    await worker.desk.ask('ready');
    await worker.sees('that he is ready', ({ state }) => state.me.state === 'ready');
  }
}

test('the best skill is rung first; who does not serve a queue any more is not rung for it, and is rung at once when it is taken back', async () => {
  // By the company file Irina is the best one for this queue.
  await changesQueue('dispatcher', { choose: 'best-skill' });
  await bothReady(roman);
  const irinaRings = irina.phone.isCalled();
  const first = await waits('dispatcher', '0');
  await (await irinaRings).answers();
  await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  expect(irina.call?.number).toBe(first);

  await changesSkills(roman, { dispatcher: 0 });
  const second = await waits('dispatcher', '0');
  expect([roman.desk.state.me.state, roman.call]).toEqual(['ready', null]);
  const romanTalks = roman.picksUp();
  await changesSkills(roman, null);
  await romanTalks;
  expect(roman.call?.number).toBe(second);
  expect(world.town.faults).toEqual([]);
}, 120_000);

test('a head start that a queue is given puts its callers before who has waited longer in another one', async () => {
  const cameFirst = await waits('dispatcher', '0');
  const cameLater = await waits('requests', '10');
  await changesQueue('requests', { headStartSeconds: 600 });
  const talks = irina.picksUp();
  await irina.desk.ask('ready');
  await talks;
  expect(irina.call?.number).toBe(cameLater);
  const { version } = await queue('requests');
  await supervise('PATCH', 'queues/requests', { rules: null, version });
  const next = irina.picksUp();
  await irina.endsTheTalk();
  await next;
  expect(irina.call?.number).toBe(cameFirst);
}, 120_000);

test('the fewest talks are rung first; all phones from now on, over a restart of the controller, too', async () => {
  await changesQueue('dispatcher', { choose: 'fewest-talks' });
  expect(irina.desk.state.today.myCalls).toBeGreaterThan(roman.desk.state.today.myCalls);
  await bothReady(irina);
  const romanRings = roman.phone.isCalled();
  const irinaRings = irina.phone.isCalled();
  await waits('dispatcher', '0');
  await romanRings;
  expect([irina.desk.state.me.state, irina.call]).toEqual(['ready', null]);
  await changesQueue('dispatcher', { choose: 'all-at-once' });
  await (await irinaRings).hangsUp();
  await everybodyHangsUp();

  const told = [irina.desk.snapshots, roman.desk.snapshots];
  await world.restart();
  await vi.waitUntil(() => irina.desk.snapshots > (told[0] ?? 0) && roman.desk.snapshots > (told[1] ?? 0), {
    timeout: 30_000,
  });
  expect(await queue('dispatcher')).toMatchObject({
    rules: { choose: 'all-at-once' },
    ofCompany: { choose: 'longest-idle' },
    changed: { byName: 'Левицька Наталія' },
  });
  await bothReady(irina);
  const both = Promise.all([irina.phone.isCalled(), roman.phone.isCalled()]);
  await waits('dispatcher', '0');
  await both;
}, 180_000);
