import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperatorState } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { appendOperatorEvents, endStatesLeftOpen, statesLeftOpen } from './operator-events.ts';
import { saveOperator } from './operators.ts';

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

const at = (minute: number) => new Date(Date.parse('2026-11-25T18:00:00Z') + minute * 60_000);
const came = (operatorId: number, minute: number, state: OperatorState) => ({
  ...{ operatorId, at: at(minute), state, reason: null, callId: null, setBy: null, afterwards: null },
});

test('who was at work when everything stopped was so until the last that is known, and not until the next start', async () => {
  const { db } = world;
  await endStatesLeftOpen(db);
  expect(await db('operator_events').pluck('id')).toEqual([]);
  const enter = (login: string) =>
    saveOperator(db, { login, name: login, role: 'operator', passwordHash: 'x' });
  const [olha, petro, nazar] = [await enter('olha'), await enter('petro'), await enter('nazar')];
  await appendOperatorEvents(db, [
    ...[came(olha, 0, 'ready'), came(nazar, 1, 'paused'), came(petro, 2, 'ready')],
    ...[came(nazar, 3, 'offline'), came(olha, 4, 'talking')],
  ]);
  const call = { id: 'n1-1', node: 'n1', direction: 'in', hotline: '750-600', arrived_at: at(4) };
  await db('calls').insert(call);
  await db('call_events').insert({ call_id: 'n1-1', at: at(9), kind: 'held', data: '{}' });

  const afterwards = { to: 'paused', reason: 'lunch', setBy: null };
  await appendOperatorEvents(db, [
    { ...came(olha, 5, 'talking'), callId: 'n1-1', afterwards: 'paused', reason: 'lunch' },
    { ...came(olha, 5, 'talking'), afterwards: 'paused', reason: 'lunch' },
    { ...came(petro, 5, 'paused'), reason: 'training', setBy: nazar },
  ]);
  await db('calls').update({ operator_id: olha });
  const left = { afterwards: null, reason: null, setBy: null, wrapUpCall: null };
  const wrapUpCall = { callId: 'n1-1', owesDisposition: true };
  expect(await statesLeftOpen(db)).toEqual(
    new Map([
      [olha, { ...left, state: 'talking', afterwards, wrapUpCall }],
      [petro, { ...left, state: 'paused', reason: 'training', setBy: nazar }],
    ]),
  );
  await db('calls').update({ disposition: 'done' });
  expect((await statesLeftOpen(db)).get(olha)?.wrapUpCall?.owesDisposition).toBe(false);

  await endStatesLeftOpen(db);
  const ends = () => db('operator_events').where('id', '>', 8).orderBy('operator_id').select('*');
  expect(await ends()).toMatchObject(
    [olha, petro].map((operator_id) => ({ operator_id, state: 'offline', at: at(9) })),
  );
  await endStatesLeftOpen(db);
  expect(await ends()).toHaveLength(2);
  // That controller may be killed, too, before the desks are back.
  expect([...(await statesLeftOpen(db)).keys()]).toEqual([olha, petro]);
  await appendOperatorEvents(db, [came(petro, 10, 'offline')]);
  expect([...(await statesLeftOpen(db)).keys()]).toEqual([olha]);
  await appendOperatorEvents(db, [came(nazar, 12, 'ready')]);
  expect([...(await statesLeftOpen(db)).keys()]).toEqual([nazar]);
});
