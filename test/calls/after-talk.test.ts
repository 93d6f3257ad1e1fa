import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { findCall, listCalls } from '../../db/queries/calls.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { AtDesks, refusal } from './at-desks.ts';

/** What operators write at a call, and who is asked for what it came to. */
let at: AtDesks<'irina' | 'roman'>;
let world: World;
let irina: DeskWorker;
let roman: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina', 'roman');
  ({ world } = at);
  ({ irina, roman } = at.workers);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

const owed = ({ desk }: DeskWorker) => desk.state.me.wrapUpCall;
const wrapsUp = (one: DeskWorker) => one.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');

test('wrap-up is not ended before it is said what the talk came to; it is in the list, and noted on the card the next time', async () => {
  const { number, caller, callId } = await at.talksTo('irina');
  await irina.desk.ask('note', callId, 'Ключі від підвалу в кв. 12');
  await caller.hangsUp();
  await wrapsUp(irina);
  expect(owed(irina)).toEqual({ callId, owesDisposition: true });
  for (const verb of ['wrapped-up', 'ready'] as const)
    expect(await refusal(irina.desk.ask(verb))).toBe('desk.no-disposition');
  expect(await refusal(irina.desk.ask('pause', 'lunch'))).toBe('desk.no-disposition');
  expect(await refusal(irina.desk.ask('call', number, null))).toBe('desk.no-disposition');
  expect(irina.desk.state.me.state).toBe('wrap-up');
  await irina.desk.ask('disposition', callId, 'complaint');
  expect(await findCall(world.db, callId)).toMatchObject({
    disposition: 'complaint',
    note: 'Ключі від підвалу в кв. 12',
  });
  await irina.desk.ask('wrapped-up');
  const { items } = await listCalls(world.db, { disposition: 'complaint' }, { limit: 5 });
  expect(items.map(({ id }) => id)).toEqual([callId]);

  const again = await at.talksTo('irina', number);
  expect(irina.call?.card.earlierCalls[0]).toMatchObject({
    ...{ id: callId, disposition: 'complaint', note: 'Ключі від підвалу в кв. 12' },
  });
  await again.caller.hangsUp();
}, 120_000);

test('who hands a call on, or helps with it, owes nothing; who leads it in the end does', async () => {
  const { caller, callId } = await at.talksTo('irina');
  await roman.desk.ask('ready');
  const helps = roman.picksUp();
  await irina.desk.ask('consult', callId, { operatorId: roman.id });
  await helps;
  await irina.sees('a colleague', ({ state }) => state.call?.consult?.stage === 'talking');
  await irina.desk.ask('consult-end', callId, 'back');
  await wrapsUp(roman);
  expect(owed(roman)).toBeNull();
  await roman.desk.ask('wrapped-up');

  const takes = roman.picksUp();
  await irina.desk.ask('transfer', callId, { operatorId: roman.id });
  await takes;
  await wrapsUp(irina);
  expect(owed(irina)).toBeNull();
  await irina.desk.ask('wrapped-up');
  await roman.desk.ask('end', callId);
  await caller.ended();
  await wrapsUp(roman);
  expect(owed(roman)).toEqual({ callId, owesDisposition: true });
}, 120_000);

test('a talk of which nothing was said in its wrap-up is found as one, and it is said later', async () => {
  const { caller, callId } = await at.talksTo('irina');
  await caller.hangsUp();
  await wrapsUp(irina);
  await irina.sees('the end of wrap-up', ({ state }) => state.me.state === 'ready', 40_000);
  const unsaid = async () =>
    (await listCalls(world.db, { disposition: 'none' }, { limit: 50 })).items.map(({ id }) => id);
  expect(await unsaid()).toContain(callId);
  expect(await refusal(roman.desk.ask('disposition', callId, 'advice'))).toBe('call.not-yours');
  await irina.desk.ask('disposition', callId, 'advice');
  expect(await unsaid()).not.toContain(callId);
}, 120_000);

test('what was written is there when the controller is another one', async () => {
  const { number, caller, callId } = await at.talksTo('irina');
  await irina.desk.ask('note', callId, 'Чекає на майстра');
  const { snapshots } = irina.desk;
  await world.restart();
  await irina.sees('the new controller', (desk) => desk.snapshots > snapshots, 30_000);
  await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking', 30_000);
  await irina.desk.ask('note', callId, 'Чекає на майстра до 15:00');
  await irina.desk.ask('end', callId);
  await caller.ended();
  await wrapsUp(irina);
  expect(owed(irina)).toEqual({ callId, owesDisposition: true });
  await irina.desk.ask('disposition', callId, 'status');
  expect(await findCall(world.db, callId)).toMatchObject({
    ...{ number, disposition: 'status', note: 'Чекає на майстра до 15:00' },
  });
  const kinds = (await stepsOf(world.db, callId)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'note')).toHaveLength(2);
}, 120_000);

test('a call to a resident has one, too; one that was not reached has none', async () => {
  const number = '+380677000311';
  const resident = world.town.resident(number);
  resident.doesNotAnswer();
  const own = irina.phone.isCalled();
  const rings = resident.isCalled();
  await irina.desk.ask('call', number, null);
  await (await own).answers();
  const called = await rings;
  await called.answers();
  await irina.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  const callId = irina.call?.callId ?? '';
  await called.hangsUp();
  await wrapsUp(irina);
  expect(owed(irina)).toEqual({ callId, owesDisposition: true });
  await irina.desk.wrapsUp('call-again');
  expect(await findCall(world.db, callId)).toMatchObject({ direction: 'out', disposition: 'call-again' });

  world.town.resident('+380677000312').isBusy();
  const busy = irina.phone.isCalled();
  await irina.desk.ask('call', '+380677000312', null);
  await (await busy).answers();
  await wrapsUp(irina);
  expect(owed(irina)).toBeNull();
  await irina.desk.ask('wrapped-up');
}, 120_000);
