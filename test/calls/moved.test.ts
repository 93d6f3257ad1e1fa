import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { AtDesks, isNow, refusal } from './at-desks.ts';

/** A supervisor leads the floor: sends callers who wait to other places, and sets the states of operators. */
let at: AtDesks<'irina' | 'roman' | 'natalia'>;
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina', 'roman', 'natalia');
  ({ world } = at);
  ({ irina, roman, natalia } = at.workers);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

/** A resident talks to Irina: her telephone. */
async function talksToIrina(): Promise<TownCall> {
  const picked = irina.picksUp();
  await irina.desk.ask('ready');
  await at.asksForAPerson();
  return picked;
}

/** A resident who hears music. Whoever comes later stands behind him. */
async function waits(): Promise<{ caller: TownCall; callId: string }> {
  const before = new Set(line().map(({ callId }) => callId));
  const { caller } = await at.asksForAPerson();
  await natalia.sees('one more in the line', () => line().some(({ callId }) => !before.has(callId)));
  await caller.hearsMusic();
  return { caller, callId: line().find(({ callId }) => !before.has(callId))?.callId ?? '' };
}

function line() {
  return natalia.desk.state.queues.flatMap(({ id, waiting }) =>
    waiting.map((one) => ({ ...one, queue: id })),
  );
}
const inLine = () => line().map(({ callId, queue }) => `${callId} in ${queue}`);
const steps = (callId: string) => stepsOf(world.db, callId);

test('to the head of the line, to an operator, to another queue: the caller hears music on and keeps the time since when he waits', async () => {
  await at.talksTo('roman');
  const first = await waits();
  const second = await waits();
  const since = line().find(({ callId }) => callId === second.callId)?.since;
  await natalia.desk.ask('move', second.callId, { first: true });
  await natalia.sees('the second first', () => inLine()[0] === `${second.callId} in dispatcher`);
  await second.caller.hearsMusic();

  const toIrina = natalia.desk.ask('move', first.callId, { operatorId: irina.id });
  expect(await refusal(toIrina), 'to one who is at lunch').toBe('operator.not-taking');
  await natalia.desk.ask('move', first.callId, { operatorId: roman.id });
  const romanRings = roman.picksUp();
  await roman.endsTheTalk();
  await romanRings;
  expect(roman.call?.callId).toBe(first.callId);

  await natalia.desk.ask('move', second.callId, { queue: 'readings' });
  await natalia.sees('another queue', () => inLine()[0] === `${second.callId} in readings`);
  expect(line()[0]).toMatchObject({ since, first: false, keptFor: null });
  await second.caller.hearsMusic();
  const irinaRings = irina.picksUp();
  await irina.desk.ask('ready');
  await irinaRings;
  expect(irina.call?.callId).toBe(second.callId);
  await vi.waitUntil(async () => (await steps(second.callId)).some(({ kind }) => kind === 'connected'));
  const story = await steps(second.callId);
  expect(story.filter(({ kind }) => kind === 'moved')).toMatchObject([
    { supervisorId: natalia.id, to: { first: true } },
    { supervisorId: natalia.id, to: { queue: 'readings' } },
  ]);
  const connected = story.find((one) => one.kind === 'connected');
  if (connected?.kind !== 'connected') throw new Error('nobody talked');
  const waitedMs = connected.at.getTime() - Date.parse(since ?? '');
  expect(Math.abs(connected.waitMs - waitedMs)).toBeLessThan(1_000);
}, 120_000);

test('whoever was sent to an operator who talks gets him next, over a restart of the controller; so does a pause that was set for after the talk', async () => {
  await talksToIrina();
  const first = await waits();
  const second = await waits();
  await natalia.desk.ask('move', second.callId, { operatorId: irina.id });
  await natalia.sees('kept', () => line().some(({ keptFor }) => keptFor?.operatorId === irina.id));
  await natalia.desk.ask('set-state', irina.id, 'pause');

  const before = irina.desk.snapshots;
  await world.restart();
  await natalia.sees('the line again', ({ snapshots }) => snapshots > 1 && line().length === 2, 30_000);
  expect(line().find(({ callId }) => callId === second.callId)?.keptFor).toMatchObject({
    operatorId: irina.id,
  });
  await irina.sees(
    'the talk again',
    ({ snapshots, state }) => snapshots > before && state.call?.stage === 'talking',
    30_000,
  );
  expect(irina.desk.state.me.afterwards).toMatchObject({ to: 'paused', setBy: natalia.id });
  await irina.desk.ask('ready');
  const next = irina.picksUp();
  await irina.endsTheTalk();
  await next;
  expect(irina.call?.callId).toBe(second.callId);
  expect(first.caller.isOver).toBe(false);
  expect(second.caller.isOver).toBe(false);
}, 180_000);

test('states: a talk is not cut off by a pause, which comes after it; an operator sees who has set it, and the log has it', async () => {
  const phone = await talksToIrina();
  await natalia.desk.ask('set-state', irina.id, 'pause');
  await irina.sees('a pause afterwards', ({ state }) => state.me.afterwards?.setBy === natalia.id);
  expect(phone.isOver).toBe(false);
  await irina.endsTheTalk();
  await irina.sees('the pause', ({ state }) => state.me.state === 'paused' && state.me.setBy === natalia.id);
  await natalia.desk.ask('set-state', irina.id, 'ready');
  await isNow(irina, 'ready');
  await natalia.desk.ask('set-state', irina.id, 'offline');
  await isNow(irina, 'offline');
  await expect(irina.desk.ask('set-state', roman.id, 'pause')).rejects.toMatchObject({
    code: 'session.may-not',
  });
  const rows = () =>
    world
      .db('operator_events')
      .where({ operator_id: irina.id })
      .orderBy('id', 'desc')
      .limit(3)
      .select('state', 'by_operator');
  await vi.waitUntil(async () => (await rows())[0]?.state === 'offline');
  expect(await rows()).toEqual([
    { state: 'offline', by_operator: natalia.id },
    { state: 'ready', by_operator: natalia.id },
    { state: 'paused', by_operator: natalia.id },
  ]);
  await irina.desk.ask('ready');
  await isNow(irina, 'ready');
}, 120_000);

test('whose phone is gone is unreachable, until it registers again; a pause asked for while it rings comes after the offer; it falls silent when its caller is sent to a colleague, whose phone rings at once', async () => {
  await irina.desk.ask('ready');
  await irina.desk.ask('phone', 'unregistered');
  await isNow(irina, 'unreachable');
  const { callId } = await waits();
  await expect(natalia.desk.ask('set-state', irina.id, 'ready')).rejects.toMatchObject({
    code: 'operator.no-phone',
  });
  const rings = irina.phone.isCalled();
  await irina.desk.ask('phone', 'registered');
  await rings;
  await irina.desk.ask('pause', 'lunch');
  await irina.sees('a pause afterwards', ({ state }) => state.me.afterwards?.reason === 'lunch');
  await irina.desk.ask('reject', callId);
  await irina.sees('lunch', ({ state }) => state.me.state === 'paused' && state.me.pauseReason === 'lunch');

  const again = irina.phone.isCalled();
  await irina.desk.ask('ready');
  const ringing = await again;
  const romanRings = roman.picksUp();
  await roman.desk.ask('ready');
  await natalia.desk.ask('move', callId, { operatorId: roman.id });
  expect(await ringing.ended(10_000)).toMatchObject({ by: 'holos' });
  await romanRings;
  await isNow(irina, 'ready');
  expect(roman.call?.callId).toBe(callId);
}, 120_000);

test('lines to the carrier are counted, those that ring outside included', async () => {
  await natalia.sees('no line in use', ({ state }) => state.linesInUse === 0);
  await talksToIrina();
  const callId = irina.call?.callId ?? '';
  await natalia.sees('one line', ({ state }) => state.linesInUse === 1);
  world.town.resident('+380671234500').doesNotAnswer();
  await irina.desk.ask('consult', callId, { number: '+380671234500' });
  await natalia.sees('two lines', ({ state }) => state.linesInUse === 2);
}, 120_000);
