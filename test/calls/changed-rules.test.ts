import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Language } from '../../config/company.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { likeness } from './heard-in.ts';
import { RulesDesk, waits as waitsIn } from './rules-desk.ts';

/** What a supervisor changes of the queues holds for those who wait already: two operators, real telephones. */
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let rules: RulesDesk;

beforeAll(async () => {
  world = await startWorld();
  irina = await DeskWorker.start(world, 'operator1');
  roman = await DeskWorker.start(world, 'operator2');
  rules = await RulesDesk.open(world);
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

const waits = (queue: string, keys: string, language: Language = 'uk') =>
  waitsIn(world, irina, queue, keys, language);

/** Both are ready, this one for longer. */
async function bothReady(longer: DeskWorker): Promise<void> {
  for (const worker of longer === irina ? [irina, roman] : [roman, irina]) {
    await worker.desk.ask('ready');
    await worker.sees('that he is ready', ({ state }) => state.me.state === 'ready');
  }
}

/** Takes back what was changed of these queues and of Roman's skills. */
async function takesBack(...ids: string[]): Promise<void> {
  await rules.takesBack(...ids);
  await rules.changesSkills(roman, null);
}

test('the best skill is rung first; a caller in English before who waits longer, by who speaks English; the other at once when his language is taken back', async () => {
  // By the company file Irina is the best one for this queue.
  await rules.changesQueue('dispatcher', { choose: 'best-skill' });
  await bothReady(roman);
  const irinaRings = irina.phone.isCalled();
  const first = await waits('dispatcher', '0');
  await (await irinaRings).answers();
  await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  expect(irina.call?.number).toBe(first.number);

  await rules.changesSkills(roman, { uk: 0, en: 3 });
  const second = await waits('dispatcher', '0');
  expect([roman.desk.state.me.state, roman.call]).toEqual(['ready', null]);
  const romanRings = roman.picksUp();
  const english = await waits('dispatcher', '0', 'en');
  await romanRings;
  expect(roman.call).toMatchObject({ number: english.number, language: 'en' });
  await roman.endsTheTalk();
  await roman.sees('that he is ready', ({ state }) => state.me.state === 'ready');
  expect([roman.call, second.caller.isOver]).toEqual([null, false]);
  const romanTalks = roman.picksUp();
  await rules.changesSkills(roman, null);
  await romanTalks;
  expect(roman.call?.number).toBe(second.number);
  expect(world.town.takeFaults()).toEqual([]);
}, 120_000);

test('a head start puts callers before who has waited longer elsewhere; whom his queue has let wait too long those of another queue serve, then reserves, then a telephone outside, or he hears that he may be called back', async () => {
  await rules.changesSkills(roman, { dispatcher: 0, requests: 0, certificates: 0 });
  await roman.desk.ask('ready');
  await roman.sees('that he is ready', ({ state }) => state.me.state === 'ready');
  const wantsPaper = await waits('certificates', '40');
  await rules.changesQueue('certificates', { longestWaitSeconds: 5, overflow: { callback: true } });
  const cameFirst = await waits('dispatcher', '0');
  const cameLater = await waits('requests', '10');
  await rules.changesQueue('requests', { headStartSeconds: 600 });
  const talks = irina.picksUp();
  await irina.desk.ask('ready');
  await talks;
  expect(irina.call?.number).toBe(cameLater.number);

  expect([roman.desk.state.me.state, roman.call]).toEqual(['ready', null]);
  const readingsServe = roman.picksUp();
  await rules.changesQueue('dispatcher', { longestWaitSeconds: 5, overflow: { queue: 'readings' } });
  await readingsServe;
  expect(roman.call?.number).toBe(cameFirst.number);

  await rules.changesSkills(roman, { dispatcher: 1, requests: 0, certificates: 0 });
  await rules.changesQueue('dispatcher', { longestWaitSeconds: 6, overflow: { reserves: true } });
  await roman.endsTheTalk();
  const reserveServes = roman.picksUp();
  const third = await waits('dispatcher', '0');
  await reserveServes;
  expect(roman.call?.number).toBe(third.number);
  expect(await waitedMs(roman)).toBeGreaterThanOrEqual(6_000);

  const fourth = await waits('dispatcher', '0');
  const number = '+380671234599';
  const outside = world.town.resident(number);
  outside.doesNotAnswer();
  const rings = outside.isCalled();
  await rules.changesQueue('dispatcher', { longestWaitSeconds: 5, overflow: { number } });
  const telephone = await rings;
  await telephone.answers();
  await hears(fourth.caller, telephone, 'operator-hello');
  await hears(telephone, fourth.caller, 'leak');

  // Half a minute after he was told last, for nobody is told anything sooner.
  await wantsPaper.caller.hears('queue.long-wait', {}, { limitMs: 30_000 });
  await wantsPaper.caller.heardWhole('queue.callback', {}, { limitMs: 20_000 });
  await takesBack('certificates', 'dispatcher', 'requests');
  expect(world.town.takeFaults()).toEqual([]);
}, 120_000);

/** How long the caller on this desk had waited when he was answered, as the log has it. */
async function waitedMs({ call }: DeskWorker): Promise<number> {
  const connected = async () =>
    (await stepsOf(world.db, call?.callId ?? '')).find((step) => step.kind === 'connected');
  await vi.waitUntil(connected);
  return (await connected())?.waitMs ?? 0;
}

/** What is said now on one telephone is heard on another. */
async function hears(by: TownCall, speaker: TownCall, name: string): Promise<void> {
  const sentence = await world.town.sentence(name, 'uk');
  const before = by.heard().length;
  await speaker.says(sentence);
  expect(await likeness(by.heard().subarray(before), sentence), `${name} is heard`).toBeGreaterThan(0.7);
}

test('the fewest talks are rung first; all phones from now on, over a restart of the controller, too', async () => {
  await rules.changesQueue('dispatcher', { choose: 'fewest-talks' });
  expect(roman.desk.state.today.myCalls).toBeGreaterThan(irina.desk.state.today.myCalls);
  await bothReady(roman);
  const irinaRings = irina.phone.isCalled();
  const romanRings = roman.phone.isCalled();
  await waits('dispatcher', '0');
  await irinaRings;
  expect([roman.desk.state.me.state, roman.call]).toEqual(['ready', null]);
  await rules.changesQueue('dispatcher', { choose: 'all-at-once' });
  await (await romanRings).hangsUp();
  await everybodyHangsUp();

  const told = [irina.desk.snapshots, roman.desk.snapshots];
  await world.restart();
  await vi.waitUntil(() => irina.desk.snapshots > (told[0] ?? 0) && roman.desk.snapshots > (told[1] ?? 0), {
    timeout: 30_000,
  });
  expect(await rules.queue('dispatcher')).toMatchObject({
    rules: { choose: 'all-at-once' },
    ofCompany: { choose: 'longest-idle' },
    changed: { byName: 'Левицька Наталія' },
  });
  await bothReady(irina);
  const both = Promise.all([irina.phone.isCalled(), roman.phone.isCalled()]);
  await waits('dispatcher', '0');
  await both;
}, 180_000);
