import { expect, test } from 'vitest';
import type { StepData } from '../../../events.ts';
import { addStep, type LiveCall } from './calls.ts';
import { countStep } from './today.ts';
import type { TodayFigures } from './world.ts';

const midnight = new Date('2026-11-26T00:00:00Z');
const noon = Date.parse('2026-11-26T12:00:00Z');
const none: TodayFigures = { answered: 0, abandoned: 0, within20s: 0, byOperator: new Map() };

type At = [second: number, step: StepData];

const arrived: StepData = { kind: 'arrived', hotline: '750-600', number: null, direction: 'in' };
const waiting = (queue: string): StepData => ({ kind: 'waiting', queue, position: 1 });
const connected: StepData = { kind: 'connected', operatorId: 1, waitMs: 3_000 };
const left: StepData = { kind: 'left-operator', operatorId: 1, talkMs: 1_000 };
const hungUp = (result: 'abandoned' | 'talked'): StepData => ({
  ...{ kind: 'ended', result, reason: 'caller-hung-up' },
});

/** What one call makes of the day. */
function counted(...steps: At[]): Pick<TodayFigures, 'answered' | 'abandoned'> {
  let call: LiveCall | undefined;
  let today = none;
  for (const [second, data] of [[0, arrived] as At, ...steps]) {
    const step = { ...data, callId: 'n1-1', at: new Date(noon + second * 1000) };
    today = countStep(today, call, step, midnight);
    call = addStep(call, step, { residentName: null, operatorName: null });
  }
  const { answered, abandoned } = today;
  return { answered, abandoned };
}

test('who hangs up after five seconds in the line is abandoned; who does so sooner has misdialled', () => {
  expect(counted([1, waiting('main')], [7, hungUp('abandoned')])).toEqual({ answered: 0, abandoned: 1 });
  expect(counted([1, waiting('main')], [5, hungUp('abandoned')])).toEqual({ answered: 0, abandoned: 0 });
});

test('who was talked to and gives up in the next queue was answered', () => {
  const talk: At[] = [
    [1, waiting('main')],
    [4, connected],
    [9, left],
  ];
  expect(counted(...talk, [9, waiting('other')], [60, hungUp('talked')])).toEqual({
    answered: 1,
    abandoned: 0,
  });
});

test('who came from the line to the telephone on duty was neither answered by an operator nor has he given up', () => {
  const onDuty: At[] = [
    [1, waiting('main')],
    [40, { kind: 'duty', how: 'connected' }],
  ];
  expect(counted(...onDuty, [50, connected])).toEqual({ answered: 0, abandoned: 0 });
  expect(counted(...onDuty, [200, hungUp('talked')])).toEqual({ answered: 0, abandoned: 0 });
});
