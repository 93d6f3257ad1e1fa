import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperatorState } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { handlingsSince } from './handling-times.ts';
import { appendOperatorEvents } from './operator-events.ts';
import { saveOperator } from './operators.ts';

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

const at = (minute: number) => new Date(Date.parse('2026-11-25T18:00:00Z') + minute * 60_000);

test('a handling lasts from the connection to the end of wrap-up; what was dialled in vain, or ended before, is none', async () => {
  const { db } = world;
  const id = await saveOperator(db, { login: 'olha', name: 'Olha', role: 'operator', passwordHash: 'x' });
  const came = (minute: number, state: OperatorState) => ({
    ...{ operatorId: id, at: at(minute), state, reason: null, callId: null, setBy: null, afterwards: null },
  });
  await appendOperatorEvents(db, [
    ...[came(0, 'talking'), came(4, 'wrap-up'), came(5, 'ready')],
    ...[came(9, 'talking'), came(14, 'wrap-up'), came(15, 'ready')],
    // Nobody picks up.
    ...[came(20, 'talking'), came(21, 'wrap-up'), came(22, 'paused')],
  ]);
  await db('calls').insert({
    id: 'n1-1',
    node: 'n1',
    direction: 'in',
    hotline: '750-600',
    arrived_at: at(0),
  });
  const connected = (minute: number) => ({
    ...{ call_id: 'n1-1', at: at(minute), kind: 'connected' },
    data: JSON.stringify({ operatorId: id, waitMs: 0 }),
  });
  await db('call_events').insert([connected(1), connected(10)]);
  expect(await handlingsSince(db, at(6))).toEqual([{ endedAtMs: at(15).getTime(), handlingMs: 5 * 60_000 }]);
});
