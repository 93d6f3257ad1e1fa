import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { routes } from '../../agent-desk/contract/routes.ts';
import { lockPerson } from '../../agent-desk/server/people.ts';
import { DeskClient } from '../town/desk-client.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { AtDesks, isNow, refusal } from './at-desks.ts';

/** Operators call each other at their desks: who hears whom is told by the sound on each telephone. */
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

/** Natalia calls Roman; both phones are picked up. */
async function talking() {
  const [own, other] = [natalia.phone.isCalled(), roman.phone.isCalled()];
  await natalia.desk.ask('call-colleague', roman.id);
  const caller = await own;
  await caller.answers();
  const called = await other;
  expect(roman.call).toMatchObject({ stage: 'ringing', colleague: natalia.id });
  await called.answers();
  for (const one of [natalia, roman])
    await one.sees('a talk', ({ state }) => state.call?.stage === 'talking');
  return { caller, called, callId: natalia.call?.callId ?? '' };
}

test('a supervisor calls an operator: both hear each other, neither is offered callers, both are back; it is in the log of operators only', async () => {
  await roman.desk.ask('ready');
  await irina.desk.ask('ready');
  const { caller, called, callId } = await talking();
  expect([natalia.desk.state.me.state, roman.desk.state.me.state]).toEqual(['internal', 'internal']);
  expect(await at.hears(called, caller, 'operator-hello')).toBe(true);
  expect(await at.hears(caller, called, 'operator-noted')).toBe(true);

  expect(await refusal(irina.desk.ask('call-colleague', roman.id))).toBe('desk.colleague-busy');
  const picked = irina.picksUp();
  const resident = await world.town.resident('+380674470001').calls('750600');
  await resident.hears('greeting.750-600', {}, { limitMs: 20_000 });
  await resident.presses('1');
  await resident.presses('0');
  await picked;
  expect(roman.call?.callId).toBe(callId);

  await roman.desk.ask('end', callId);
  await Promise.all([caller.ended(), called.ended()]);
  await isNow(natalia, 'paused');
  await isNow(roman, 'ready');
  await irina.endsTheTalk();
  await vi.waitUntil(async () => (await world.db('operator_events').where({ call_id: callId })).length === 2);
  expect(await world.db('calls').where({ id: callId })).toEqual([]);
  expect(await world.db('call_events').where({ call_id: callId })).toEqual([]);
  expect(await world.db('recordings').where({ call_id: callId })).toEqual([]);
  expect(irina.desk.state.calls.map(({ id }) => id)).not.toContain(callId);
  expect(roman.desk.state.today.myCalls).toBe(0);
}, 120_000);

test('one who rejects, and one who gives up: the other phone falls silent', async () => {
  const own = natalia.phone.isCalled();
  const other = roman.phone.isCalled();
  await natalia.desk.ask('call-colleague', roman.id);
  await (await own).answers();
  const rings = await other;
  await roman.desk.ask('reject', roman.call?.callId ?? '');
  await Promise.all([(await own).ended(), rings.ended()]);
  for (const one of [natalia, roman]) await isNow(one, 'paused');

  const again = [natalia.phone.isCalled(), roman.phone.isCalled()] as const;
  await natalia.desk.ask('call-colleague', roman.id);
  await (await again[0]).answers();
  const ringing = await again[1];
  await natalia.desk.ask('end', natalia.call?.callId ?? '');
  await ringing.ended();
  for (const one of [natalia, roman]) await isNow(one, 'paused');
}, 60_000);

test('who puts the telephone down ends it for both', async () => {
  const { caller, called } = await talking();
  await called.hangsUp();
  expect(await caller.ended()).toMatchObject({ by: 'holos' });
  for (const one of [natalia, roman]) await isNow(one, 'paused');
}, 60_000);

test('another controller leaves nobody in it: both telephones are silent, both desks are back and may call again', async () => {
  const { caller, called } = await talking();
  const before = [natalia, roman].map(({ desk }) => desk.snapshots);
  await world.restart();
  await Promise.all([caller.ended(), called.ended()]);
  for (const [index, one] of [natalia, roman].entries())
    await one.sees(
      'the new controller',
      (desk) => desk.snapshots > (before[index] ?? 0) && desk.state.call === null,
      30_000,
    );
  const bridges = await world.holos.node.ari<{ id: string }[]>('bridges', 'list');
  expect(bridges.filter(({ id }) => id.includes('internal'))).toEqual([]);
  for (const one of [natalia, roman]) {
    await one.sees('the phone', ({ state }) => state.phone.state === 'registered', 20_000);
    await isNow(one, 'paused');
  }
  const again = await talking();
  expect(await at.hears(again.caller, again.called, 'operator-hello')).toBe(true);
}, 120_000);

test('a colleague who is locked out is out within 2 s, with a caller kept from him and none of the others able to call or write to him', async () => {
  await roman.desk.ask('ready');
  await irina.sees('Roman', ({ state }) => state.colleagues.some(({ id }) => id === roman.id));
  const lockedAtMs = performance.now();
  await lockPerson(world.db, { login: 'operator2' });
  await vi.waitUntil(() => roman.desk.loggedOut === 'revoked', { timeout: 2_000 });
  await irina.sees('Roman gone', ({ state }) => state.colleagues.every(({ id }) => id !== roman.id), 2_000);
  expect(performance.now() - lockedAtMs).toBeLessThan(2_000);
  expect(await refusal(irina.desk.ask('call-colleague', roman.id))).not.toBe('done');
  expect(await refusal(irina.desk.ask('message', roman.id, 'Where are you?'))).toBe('operator.unknown');
  const { received } = roman.phone;
  const rungBefore = received.length;
  const { number } = await at.talksTo('irina');
  expect(irina.call?.number).toBe(number);
  expect(received).toHaveLength(rungBefore);
}, 120_000);

test('who is added at an administrator’s desk logs in with the password shown there; locked there, the open desk closes within 2 s and nobody is let in', async () => {
  const account = world.logins.find(({ role }) => role === 'administrator');
  if (!account) throw new Error('the demo has no administrator');
  const admin = await DeskClient.logIn(world.desk, account, () => undefined);
  const wanted = { login: 'newcomer', name: 'Нова Людина', role: 'operator' };
  const added = await admin.send('POST', '/api/people', wanted);
  const { person, password } = routes.addPerson.answer.parse(added);
  const newcomer = await DeskClient.logIn(world.desk, { login: 'newcomer', password }, () => undefined);
  expect(newcomer.state.me).toMatchObject({ id: person.id, name: 'Нова Людина', role: 'operator' });
  await irina.sees('the newcomer', ({ state }) => state.colleagues.some(({ id }) => id === person.id));
  await admin.send('POST', `/api/people/${person.id}/lock`);
  await vi.waitUntil(() => newcomer.loggedOut === 'revoked', { timeout: 2_000 });
  const again = DeskClient.logIn(world.desk, { login: 'newcomer', password }, () => undefined);
  expect(await refusal(again.then(() => undefined))).toBe('town.no-login');
  await irina.sees('no newcomer', ({ state }) => state.colleagues.every(({ id }) => id !== person.id));
  for (const desk of [admin, newcomer]) desk.close();
}, 60_000);
