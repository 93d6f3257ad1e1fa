import { expect, test } from 'vitest';
import type { Step, StepData } from '../../events.ts';
import { visitsOfCall } from './visits-of-call.ts';

const beganMs = Date.parse('2026-11-22T10:00:00Z');
const at = (second: number) => new Date(beganMs + second * 1000);

/** Steps of one call, each with the second at which it was. */
function call(...steps: [second: number, step: StepData][]): Step[] {
  return steps.map(([second, step]) => ({ ...step, callId: 'n1-1', at: at(second) }));
}

const waiting = (queue: string, since?: number): StepData => ({
  ...{ kind: 'waiting', queue, position: 1 },
  ...(since !== undefined && { sinceMs: at(since).getTime() }),
});
const connected = (operatorId: number, waitMs: number): StepData => ({
  kind: 'connected',
  operatorId,
  waitMs,
});
const left = (operatorId: number): StepData => ({ kind: 'left-operator', operatorId, talkMs: 0 });
const told = (estimateMs: number | null): StepData => ({ kind: 'told-wait', position: 1, estimateMs });
const ended = (result: 'talked' | 'abandoned' | 'served'): StepData => ({
  ...{ kind: 'ended', result, reason: 'caller-hung-up' },
});

test('a caller who waits has been there until now, and then is answered or gives up', () => {
  const waits = call([0, waiting('main')]);
  expect(visitsOfCall(waits).visits).toMatchObject([{ outcome: 'waiting', waitMs: null, stands: true }]);
  const answered = [...waits, ...call([7, connected(1, 7_000)])];
  expect(visitsOfCall(answered).visits).toMatchObject([{ outcome: 'answered', waitMs: 7_000 }]);
  const gone = [...waits, ...call([9, ended('abandoned')])];
  expect(visitsOfCall(gone).visits).toMatchObject([{ outcome: 'abandoned', waitMs: 9_000 }]);
});

test('whoever comes back to his place is one caller, with one wait', () => {
  const steps = call(
    [0, waiting('main')],
    [20, { kind: 'flow', flow: 'chooseLanguage' }],
    [25, waiting('main', 0)],
    [40, ended('abandoned')],
  );
  expect(visitsOfCall(steps).visits).toMatchObject([{ outcome: 'abandoned', waitMs: 40_000 }]);
});

test('whoever is sent on after a talk waits from then on, and not since he came', () => {
  const sentOn: StepData = {
    ...{ kind: 'waiting', queue: 'readings', position: 1 },
    ...{ sinceMs: at(0).getTime(), waitsSinceMs: at(183).getTime() },
  };
  const steps = call([0, waiting('main')], [3, connected(1, 3_000)], [183, left(1)], [183, sentOn]);
  expect(visitsOfCall([...steps, ...call([184, ended('abandoned')])]).visits).toMatchObject([
    { queue: 'main', outcome: 'answered', waitMs: 3_000 },
    { queue: 'readings', outcome: 'abandoned', waitMs: 1_000 },
  ]);
});

test('whoever comes again from the menu waits anew', () => {
  const steps = call(
    [0, waiting('main')],
    [1, told(500_000)],
    [20, { kind: 'flow', flow: 'mainMenu' }],
    [60, waiting('main')],
  );
  expect(visitsOfCall(steps.slice(0, 3)).visits).toMatchObject([{ outcome: 'elsewhere', waitMs: 20_000 }]);
  const answered = [...steps, ...call([61, told(10_000)], [66, connected(1, 6_000)])];
  expect(visitsOfCall(answered).visits).toMatchObject([
    { outcome: 'answered', waitMs: 6_000, toldErrorMs: 5_000 },
  ]);
});

test('a lost operator makes no second caller, and giving up then is no abandoned call', () => {
  const steps = call(
    [0, waiting('main')],
    [10, connected(1, 10_000)],
    [40, left(1)],
    [40, waiting('main', 0)],
    [70, ended('talked')],
  );
  const { visits, talks } = visitsOfCall(steps);
  expect(visits).toMatchObject([{ queue: 'main', outcome: 'answered', waitMs: 10_000 }]);
  expect(talks).toMatchObject([{ operatorId: 1, queue: 'main', beganAt: at(10), endedAt: at(40) }]);
});

test('a call that comes into two queues counts in each, and where they are not told apart by the first that answered', () => {
  const steps = call(
    [0, waiting('requests')],
    [10, waiting('main')],
    [15, connected(1, 5_000)],
    [60, left(1)],
    [60, waiting('emergency')],
    [90, ended('talked')],
  );
  expect(visitsOfCall(steps).visits).toMatchObject([
    { queue: 'requests', outcome: 'elsewhere', waitMs: 10_000, stands: false },
    { queue: 'main', outcome: 'answered', waitMs: 5_000, stands: true },
    { queue: 'emergency', outcome: 'abandoned', waitMs: 30_000, stands: false },
  ]);
  expect(visitsOfCall(steps.slice(0, 2)).visits.map(({ stands }) => stands)).toEqual([false, true]);
});

test('a promise to call back ends the wait, and so does a telephone outside that answers', () => {
  const promised = call([0, waiting('main')], [8, { kind: 'callback-promised', callbackId: 5 }]);
  expect(visitsOfCall([...promised, ...call([12, ended('served')])]).visits).toMatchObject([
    { outcome: 'callback', waitMs: 8_000, callbackId: 5 },
  ]);
  const outside = (how: 'connected' | 'not-reached') =>
    visitsOfCall(call([0, waiting('main')], [8, { kind: 'outside', how }])).visits[0]?.outcome;
  expect([outside('connected'), outside('not-reached')]).toEqual(['elsewhere', 'waiting']);
});

test('the first estimate is measured, by the wait from then on', () => {
  const steps = call(
    [0, waiting('main')],
    [1, told(null)],
    [2, told(60_000)],
    [30, told(5_000)],
    [92, connected(1, 92_000)],
  );
  expect(visitsOfCall(steps).visits[0]?.toldErrorMs).toBe(-30_000);
});

test('hold is summed, also while it lasts, and no talk outlives its call', () => {
  const steps = call(
    [0, connected(1, 0)],
    [10, { kind: 'held', operatorId: 1 }],
    [14, { kind: 'resumed', operatorId: 1 }],
    [20, { kind: 'held', operatorId: 1 }],
  );
  expect(visitsOfCall(steps).talks).toMatchObject([{ holdMs: 4_000, heldSince: at(20), endedAt: null }]);
  expect(visitsOfCall([...steps, ...call([25, ended('talked')])])).toMatchObject({
    visits: [],
    talks: [{ queue: null, holdMs: 9_000, heldSince: null, endedAt: at(25) }],
  });
});

test('who talks with the caller and a colleague together holds nobody any more, also where the log says no other word of it', () => {
  const steps = call(
    [0, connected(1, 0)],
    [10, { kind: 'held', operatorId: 1 }],
    [15, { kind: 'three-together', operatorId: 1 }],
    [60, left(1)],
  );
  expect(visitsOfCall(steps).talks).toMatchObject([{ holdMs: 5_000, heldSince: null, endedAt: at(60) }]);
});

test('no length is below zero, though the clock was put back', () => {
  const steps = call(
    [9, waiting('main')],
    [8, told(100)],
    [7, connected(1, -2_000)],
    [6, { kind: 'held', operatorId: 1 }],
    [5, left(1)],
    [4, waiting('requests')],
    [3, ended('abandoned')],
  );
  expect(visitsOfCall(steps)).toMatchObject({
    visits: [{ waitMs: 0, toldErrorMs: 100 }, { waitMs: 0 }],
    talks: [{ holdMs: 0 }],
  });
});
