import { expect, test } from 'vitest';
import type { OperatorState } from '../../../events.ts';
import { workTimes, wrapUps } from './operator-times.ts';

const at = (second: number) => new Date(Date.parse('2026-11-22T10:00:00Z') + second * 1000);
const change = (second: number, state: OperatorState, operatorId = 1) => ({
  operatorId,
  at: at(second),
  state,
});
const talk = (beganAt: number, endedAt: number, operatorId = 1) => ({
  ...{ callId: `n1-${beganAt}`, operatorId, queue: 'main', holdMs: 0 },
  ...{ endedAtMs: at(endedAt).getTime(), lengthMs: (endedAt - beganAt) * 1000 },
});

const changes = [
  change(-50, 'ready'),
  change(10, 'ringing'),
  change(15, 'talking'),
  change(20, 'paused', 2),
  change(45, 'wrap-up'),
  change(60, 'ready'),
];

test('the time before the span and after it is left out, and a pause is neither busy nor ready', () => {
  const times = workTimes(changes, { fromMs: at(0).getTime(), toMs: at(100).getTime() });
  expect(times.get(1)).toEqual({ busyMs: 50_000, readyMs: 50_000 });
  expect(times.get(2)).toEqual({ busyMs: 0, readyMs: 0 });
});

test('wrap-up belongs to the talk that has just ended; what goes on counts until now', () => {
  const [first, second, others] = [talk(15, 45), talk(70, 90), talk(20, 45, 2)];
  const all = [...changes, change(70, 'talking'), change(90.002, 'wrap-up')];
  const lengths = wrapUps([second, others, first], all, at(100).getTime());
  expect([lengths.get(first), lengths.get(second), lengths.get(others)]).toEqual([15_000, 9_998, undefined]);
});
