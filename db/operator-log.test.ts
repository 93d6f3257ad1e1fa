import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bus, type HolosEvents, type OperatorState } from '../events.ts';
import { createLog } from '../log.ts';
import { OperatorLog } from './operator-log.ts';
import { statesLeftOpen } from './queries/operator-events.ts';
import { saveOperator } from './queries/operators.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let world: TestDatabase;
let operatorId: number;
beforeAll(async () => {
  world = await testDatabase();
  operatorId = await saveOperator(world.db, {
    login: 'olha',
    name: 'Olha',
    role: 'operator',
    passwordHash: 'x',
  });
}, 60_000);
afterAll(() => world.close());

const began = Date.parse('2026-11-20T09:00:00Z');
const became = (state: OperatorState, seconds: number): HolosEvents['operator'] => ({
  ...{ operatorId, state, since: new Date(began + seconds * 1_000) },
  ...{ callId: null, pauseReason: state === 'paused' ? 'lunch' : null, wrapUpEndsAt: null, wrapUpCall: null },
  ...{ setBy: null, afterwards: null },
});

test('states of an operator that came while the database took nothing are written when it does, in order and with their times', async () => {
  const bus = new Bus((error) => expect.unreachable(String(error)));
  let refused = () => {};
  const away = new Promise<void>((resolve) => {
    refused = resolve;
  });
  const { db } = world;
  db.on('query-error', () => refused());
  const log = new OperatorLog({ bus, db, log: createLog('silent'), retryMs: 10 });
  bus.emit('operator', became('ready', 0));
  await expect.poll(() => db('operator_events').pluck('state')).toEqual(['ready']);

  await db.raw('RENAME TABLE operator_events TO operator_events_away');
  bus.emit('operator', became('paused', 60));
  bus.emit('operator', became('ready', 120));
  await away;
  await db.raw('RENAME TABLE operator_events_away TO operator_events');
  await log.close();

  expect(await db('operator_events').select('operator_id', 'state', 'reason', 'at').orderBy('id')).toEqual([
    { operator_id: operatorId, state: 'ready', reason: null, at: new Date(began) },
    { operator_id: operatorId, state: 'paused', reason: 'lunch', at: new Date(began + 60_000) },
    { operator_id: operatorId, state: 'ready', reason: null, at: new Date(began + 120_000) },
  ]);
});

test('which supervisor has set a state stands beside it', async () => {
  const bus = new Bus((error) => expect.unreachable(String(error)));
  const { db } = world;
  const head = { login: 'petro', name: 'Petro', role: 'supervisor', passwordHash: 'x' } as const;
  const setBy = await saveOperator(db, head);
  const log = new OperatorLog({ bus, db, log: createLog('silent') });
  bus.emit('operator', { ...became('paused', 180), pauseReason: 'supervisor', setBy });
  await log.close();
  const [last] = await db('operator_events').orderBy('id', 'desc').limit(1);
  expect(last).toMatchObject({ state: 'paused', reason: 'supervisor', by_operator: setBy });
});

test('what was asked for in a talk is known to the next controller, until the talk is over', async () => {
  const bus = new Bus((error) => expect.unreachable(String(error)));
  const { db } = world;
  const log = new OperatorLog({ bus, db, log: createLog('silent') });
  const talking = { ...became('talking', 240), callId: 'n1-1' };
  const afterwards = { to: 'paused' as const, reason: 'lunch', setBy: null };
  bus.emit('operator', talking);
  bus.emit('afterwards', { ...talking, afterwards, by: null });
  const asked = async () => (await statesLeftOpen(db)).get(operatorId)?.afterwards;
  await expect.poll(asked).toEqual(afterwards);
  const head = { login: 'roman', name: 'Roman', role: 'supervisor', passwordHash: 'x' } as const;
  const by = await saveOperator(db, head);
  bus.emit('afterwards', { ...talking, by });
  await expect.poll(asked).toBeNull();
  await log.close();
  // Who has taken it back stands in the log, as he who had asked for it would.
  const [last] = await db('operator_events').orderBy('id', 'desc').limit(1);
  expect(last).toMatchObject({ state: 'talking', reason: null, by_operator: by, afterwards: null });
});
