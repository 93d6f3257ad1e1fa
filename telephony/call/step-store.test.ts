import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import type { Step } from '../../events.ts';
import { stepStore } from './step-store.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
}, 60_000);
afterAll(() => database.close());

const at = new Date('2026-11-26T10:00:00.000Z');
const beginning = (callId: string): Step[] => [
  { kind: 'arrived', hotline: '750-600', number: '+380501112233', direction: 'in', callId, at },
  { kind: 'identified', as: 'none', residentIds: [], callId, at },
  { kind: 'language', language: 'uk', how: 'remembered', callId, at },
  { kind: 'answered', callId, at },
];

test('however many calls have come in a moment, few statements write them with all that is known of them', async () => {
  const { db } = database;
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => void statements.push(sql);
  db.on('query', note);
  await stepStore(db, 'n1').append(['n1-1', 'n1-2', 'n1-3'].flatMap(beginning));
  db.off('query', note);
  // BEGIN, the calls, their steps, COMMIT.
  expect(statements).toHaveLength(4);
  const calls = await db('calls').orderBy('id').select('id', 'language', 'answered_at', 'ended_at');
  expect(calls).toEqual(
    ['n1-1', 'n1-2', 'n1-3'].map((id) => ({ id, language: 'uk', answered_at: at, ended_at: null })),
  );
});

test('what is said of a call later changes its row, and a call that is there already stays as it is', async () => {
  const { db } = database;
  const store = stepStore(db, 'n1');
  const ended: Step = {
    kind: 'ended',
    result: 'served',
    reason: 'caller-hung-up',
    callId: 'n1-4',
    at: new Date(+at + 5_000),
  };
  await store.append([...beginning('n1-4'), { ...ended, callId: 'n1-1' }]);
  await store.append([ended]);
  await store.append([beginning('n1-4')[0] as Step]);
  const rows = await db('calls').whereIn('id', ['n1-1', 'n1-4']).select('language', 'result', 'ended_at');
  const row = { language: 'uk', result: 'served', ended_at: ended.at };
  expect(rows).toEqual([row, row]);
});
