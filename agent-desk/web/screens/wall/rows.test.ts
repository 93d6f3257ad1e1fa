import { expect, test } from 'vitest';
import type { Colleague, WaitingCaller } from '../../state/contract.ts';
import { operatorRows, waitingRows } from './rows.ts';

const at = (second: number) => new Date(1_000_000 + second * 1_000).toISOString();
const caller = (callId: string, second: number, more: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ callId, since: at(second), number: null, name: null, emergency: false, callback: false },
  ...{ first: false, keptFor: null },
  ...more,
});
const person = (id: number, state: Colleague['state'], more: Partial<Colleague> = {}): Colleague => ({
  ...{ id, name: `Operator ${id}`, role: 'operator', state, since: at(0), pauseReason: null, setBy: null },
  ...{ afterwards: null, wrapUpEndsAt: null, wrapUpCall: null, callId: null },
  ...more,
});
const ids = (rows: { id: string | number }[]) => rows.map(({ id }) => id);

test('emergencies first, then whom somebody has sent to the head, then who has waited longest; in a queue as the server has it', () => {
  const queues = [
    {
      id: 'dispatcher',
      waiting: [caller('sent', 9, { first: true }), caller('early', 1), caller('late', 5)],
    },
    { id: 'emergency', waiting: [caller('urgent', 8, { emergency: true })] },
    { id: 'readings', waiting: [caller('between', 3)] },
  ];
  expect(ids(waitingRows({ queues, colleagues: [], calls: [] }, 0))).toEqual([
    ...['urgent', 'sent', 'early', 'between', 'late'],
  ]);
});

test('whose phone rings for a caller, and for whom he waits until the time is over', () => {
  const keptFor = { operatorId: 2, until: at(100) };
  const queues = [{ id: 'dispatcher', waiting: [caller('one', 1, { keptFor })] }];
  const colleagues = [person(1, 'ringing', { callId: 'one' }), person(2, 'talking', { callId: 'other' })];
  const shown = { queues, colleagues, calls: [] };
  const [row] = waitingRows(shown, Date.parse(at(99)));
  expect([row?.ringsAt.map(({ id }) => id), row?.waitsFor?.id]).toEqual([[1], 2]);
  expect(operatorRows(shown, row ? [row] : [], () => false)[0]).toMatchObject({ id: 2, next: { id: 'one' } });
  expect(waitingRows(shown, Date.parse(at(100)))[0]?.waitsFor).toBeNull();
  const afterwards = { to: 'paused', reason: 'lunch', setBy: null } as const;
  for (const gone of [person(2, 'paused'), person(2, 'missed'), person(2, 'talking', { afterwards })])
    expect(waitingRows({ ...shown, colleagues: [gone] }, Date.parse(at(99)))[0]?.waitsFor).toBeNull();
});

test('what needs an eye stands first; who is not at work only where a supervisor has taken him off', () => {
  const colleagues = [
    person(1, 'ready'),
    person(2, 'talking', { since: at(5) }),
    person(3, 'talking', { since: at(1) }),
    person(4, 'missed'),
    person(5, 'paused'),
    person(6, 'paused', { pauseReason: 'lunch' }),
    person(7, 'offline'),
    person(8, 'offline', { setBy: 9 }),
    person(10, 'internal'),
  ];
  const rows = operatorRows(
    { queues: [], colleagues, calls: [] },
    [],
    ({ pauseReason }) => pauseReason === 'lunch',
  );
  expect(ids(rows)).toEqual([6, 4, 3, 2, 10, 1, 5, 8]);
});
