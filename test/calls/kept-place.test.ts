import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callbacksToMake } from '../../agent-desk/contract/lists.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { CallOutcome } from '../../db/queries/call-filter.ts';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { keptPlaces, mostTries } from '../../db/queries/kept-places.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { RulesDesk } from './rules-desk.ts';

/** A place in the line that is kept while its owner hangs up; one operator, real telephones. */
let world: World;
let operator: DeskWorker;

beforeAll(async () => {
  world = await startWorld();
  operator = await DeskWorker.start(world, 'operator1');
});
afterAll(() => world?.stop());
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
  await operator.desk.wrapsUp().catch(() => undefined);
  await operator.desk.ask('pause', 'break').catch(() => undefined);
  await world.db('callbacks').update({ done_at: new Date() });
});

let numbers = 500;
async function newcomer(): Promise<string> {
  const number = `+3806733${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, 'uk');
  return number;
}

/** Presses 0 in the greeting and waits in the line. */
async function waits(number: string): Promise<TownCall> {
  const call = await world.town.resident(number).calls('750600');
  await call.hears('greeting.750-600', {}, { limitMs: 20_000 });
  await call.presses('0');
  return call;
}

/** The operator is in a talk, so that others wait. */
async function busyOperator(): Promise<void> {
  await operator.desk.ask('ready');
  const rings = operator.picksUp();
  await waits(await newcomer());
  await rings;
}

const latest = async (number: string) => (await listCalls(world.db, { number }, { limit: 1 })).items[0];
/** What a caller was told of his wait, and when. */
const toldOfHisWait = async (callId: string) =>
  (await stepsOf(world.db, callId)).flatMap((step) =>
    step.kind === 'told-wait' ? [{ atMs: step.at.getTime(), estimateMs: step.estimateMs }] : [],
  );
const open = async (number: string) => (await openCallbacks(world.db)).filter((one) => one.number === number);

test('a caller presses *, hangs up, and is called when his turn comes: after who came before, before who came after', async () => {
  await busyOperator();
  const [first, second, third] = [await newcomer(), await newcomer(), await newcomer()];
  const before = await waits(first);
  await before.hears('queue.wait.first');
  const asks = await waits(second);
  await asks.hears('queue.position', { position: 2 });
  await asks.hears('queue.callback', {}, { limitMs: 20_000 });
  await asks.presses('*');
  await asks.heardWhole('queue.callback.kept', {}, { limitMs: 20_000 });
  expect(await asks.ended()).toMatchObject({ by: 'holos' });
  expect(await open(second)).toMatchObject([{ why: 'kept-place', doneAt: null }]);
  const after = await waits(third);
  await after.hears('queue.position', { position: 3 });
  await after.hearsMusic();

  const talksToFirst = operator.picksUp();
  await operator.endsTheTalk();
  await talksToFirst;
  const rings = world.town.resident(second).isCalled();
  world.town.resident(second).doesNotAnswer();
  await operator.endsTheTalk();
  const called = await rings;
  await operator.sees('who is called for him', ({ state: { call } }) => call?.stage === 'calling');
  expect(operator.call?.number).toBe(second);
  expect(called.farNumber).toBe('750600');
  const talks = operator.phone.isCalled().then((ringing) => ringing.answers());
  await called.answers();
  // However soon the operator picks up: everybody has heard that the call is recorded.
  await called.heardWhole('called-back.hello', { company: 'міська житлова служба' });
  await talks;
  await operator.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  await vi.waitUntil(async () => (await open(second)).length === 0);
  const callId = operator.call?.callId ?? '';
  const talksToThird = operator.picksUp();
  await operator.endsTheTalk();
  await talksToThird;
  await vi.waitUntil(async () => (await latest(second))?.result === 'talked');
  expect(await latest(second)).toMatchObject({ id: callId, direction: 'out' });
  const kinds = (await stepsOf(world.db, callId)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['called-back', 'identified', 'waiting', 'connected']));
  // In the figures he is one caller, who was promised a call and had it; the talk counts, but not as one who came.
  const behind = async (outcome: CallOutcome) =>
    (await listCalls(world.db, { number: second, outcome }, { limit: 9 })).items.map(
      ({ direction }) => direction,
    );
  expect(await behind('came')).toEqual(['in']);
  expect(await behind('callback-done')).toEqual(['in']);
  expect(await behind('talked')).toEqual(['out']);
  // The line has moved twice: of that he has heard no more often than each half a minute.
  expect(operator.call?.number).toBe(third);
  const talk = operator.call?.callId ?? '';
  await vi.waitUntil(async () => (await stepsOf(world.db, talk)).some(({ kind }) => kind === 'connected'));
  const toldAt = await toldOfHisWait(talk);
  for (const [nth, { atMs }] of toldAt.entries())
    if (nth > 0) expect(atMs - (toldAt[nth - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
  // By the talks that there were, a wait is short.
  const fourth = await newcomer();
  const next = await waits(fourth);
  await next.heardWhole('queue.wait.first');
  await next.heardWhole('queue.estimate.short');
  const { estimateMs } = (await toldOfHisWait((await latest(fourth))?.id ?? ''))[0] ?? {};
  expect(estimateMs).toBeGreaterThan(0);
  expect(world.town.takeFaults()).toEqual([]);
}, 180_000);

test('who does not pick up keeps the promise for later, and the next caller gets the operator; he is called again after what a supervisor has said then, over a restart of the controller, too; the third try is the last, and the promise stays for people', async () => {
  await busyOperator();
  const [asks, waitsOn] = [await newcomer(), await newcomer()];
  const resident = world.town.resident(asks);
  resident.isBusy();
  const call = await waits(asks);
  await call.hears('queue.wait.first');
  await call.presses('*');
  expect(await call.ended(20_000)).toMatchObject({ by: 'holos' });
  await waits(waitsOn);
  await vi.waitUntil(() => operator.desk.state.queues.some((queue) => queue.waiting.length === 2));
  const talks = operator.picksUp();
  await operator.endsTheTalk();
  await talks;
  expect(operator.call?.number).toBe(waitsOn);
  const [place] = await keptPlaces(world.db);
  expect(place).toMatchObject({ number: asks, tries: 1 });
  expect(place?.notBefore.getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
  await vi.waitUntil(async () => (await latest(asks))?.result === 'unreached');
  expect(await latest(asks)).toMatchObject({ direction: 'out', reason: 'busy' });

  const rules = await RulesDesk.open(world);
  await rules.changesQueue('dispatcher', { callAgainSeconds: againSeconds });
  await operator.endsTheTalk();
  const { snapshots } = operator.desk;
  await world.restart();
  // What stood on the desk before is no answer: another controller has to have told it.
  await operator.sees('another controller', (desk) => desk.snapshots > snapshots, 30_000);
  await operator.desk.ask('ready');
  await operator.sees('the place again', isKept(asks));
  await resident.isCalled((againSeconds + 15) * 1000);
  expect(await keptPlaces(world.db)).toMatchObject([{ number: asks, tries: 2 }]);
  await resident.isCalled((againSeconds + 15) * 1000);
  await operator.sees('his place given up', (desk) => !isKept(asks)(desk) && desk.state.me.state === 'ready');
  expect(await keptPlaces(world.db)).toEqual([]);
  expect(await open(asks)).toMatchObject([{ why: 'kept-place', doneAt: null }]);
  await vi.waitUntil(async () => (await triesOf(asks)).length === mostTries);
  const tries = await triesOf(asks);
  expect(tries.map((one) => one.try)).toEqual([1, 2, 3]);
  const [second, third] = tries.slice(1).map(({ atMs }) => atMs / 1000);
  // It begins when the try before it was written down, a moment before that rang.
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(againSeconds - 1);
  expect((third ?? 0) - (second ?? 0)).toBeLessThan(againSeconds + 5);
  expect(resident.received).toHaveLength(mostTries);
}, 180_000);

const againSeconds = 30;

const isKept =
  (number: string) =>
  ({ state }: DeskWorker['desk']) =>
    state.queues.some(({ waiting }) => waiting.some((one) => one.callback && one.number === number));

/** The calls with which somebody was called back, the first one first. */
async function triesOf(number: string): Promise<{ try: number; atMs: number }[]> {
  const { items } = await listCalls(world.db, { number }, { limit: 9 });
  const calls = items.filter(({ direction, reason }) => direction === 'out' && reason === 'busy');
  const steps = (await Promise.all(calls.map(({ id }) => stepsOf(world.db, id)))).flat();
  return steps
    .flatMap((step) => (step.kind === 'called-back' ? [{ try: step.try, atMs: step.at.getTime() }] : []))
    .sort((a, b) => a.atMs - b.atMs);
}

test('who gives up waiting stands on the list, but not while he calls again, and no more when somebody has talked to him', async () => {
  await busyOperator();
  const number = await newcomer();
  const gives = await waits(number);
  await gives.hears('queue.wait.first');
  const since = () =>
    operator.desk.state.queues.flatMap((queue) => queue.waiting).find((one) => one.number === number)?.since;
  // Who hangs up within five seconds has misdialled.
  await vi.waitUntil(() => Date.now() - Date.parse(since() ?? '') > 5_000, { timeout: 10_000 });
  await gives.hangsUp();
  const isToBeCalled = ({ state }: DeskWorker['desk']) =>
    callbacksToMake(state).some((one) => one.number === number && one.why === 'abandoned');
  await operator.sees('the list', isToBeCalled);
  const again = await waits(number);
  await again.hears('queue.wait.first');
  await operator.sees('nobody on the list', (desk) => since() !== undefined && !isToBeCalled(desk));
  const rings = operator.picksUp(30_000);
  await operator.endsTheTalk();
  await rings;
  await operator.sees('nobody on the list', ({ state }) =>
    state.callbacks.every((one) => one.number !== number),
  );
  expect(await open(number)).toEqual([]);
}, 120_000);

test('who comes when the operator has been away for two minutes hears that nobody can answer, and is promised a call', async () => {
  await operator.desk.ask('ready');
  await operator.desk.ask('pause', 'lunch');
  const number = await newcomer();
  const call = await twoMinutesLaterFor(() => waits(number));
  await call.hears('queue.none');
  await call.presses('1');
  await call.heardWhole('callback.promised');
  expect(await open(number)).toMatchObject([{ why: 'no-operator' }]);
}, 60_000);

/** The clock is two minutes ahead in the very moment in which a caller asks for a person, and at no other time: nobody has to wait for it. */
async function twoMinutesLaterFor(asks: () => Promise<TownCall>): Promise<TownCall> {
  const { now } = Date;
  const asked = new Promise<void>((resolve) => {
    const stop = world.holos.bus.on('step', (step) => {
      if (step.kind !== 'flow' || step.flow !== 'operator') return;
      stop();
      // The flow begins when this has been told, before anything else can happen.
      Date.now = () => now() + 121_000;
      queueMicrotask(() => {
        Date.now = now;
        resolve();
      });
    });
  });
  const [call] = await Promise.all([asks(), asked]);
  return call;
}
