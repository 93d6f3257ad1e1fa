import { expect, test } from 'vitest';
import type { CallSummary } from '../db/queries/calls.ts';
import type { Step, StepData } from '../events.ts';
import { whereItWas } from './where-it-was.ts';

const call: CallSummary = {
  id: 'n1-1.1',
  node: 'n1',
  direction: 'in',
  hotline: '750-600',
  number: '+380501112233',
  residentId: 1,
  residentName: null,
  language: 'ru',
  arrivedAt: new Date(0),
  answeredAt: new Date(1),
  endedAt: null,
  result: null,
  reason: null,
  operatorId: null,
  operatorName: null,
};
const steps = (...data: StepData[]): Step[] =>
  data.map((one, n) => ({ ...one, callId: call.id, at: new Date(n * 1000) }));
const inLine: StepData[] = [
  { kind: 'flow', flow: 'operator' },
  { kind: 'waiting', queue: 'dispatcher', position: 1 },
];
const connected: StepData = { kind: 'connected', operatorId: 3, waitMs: 5 };

test('in a menu: neither waiting nor talking, in the language it had', () => {
  expect(whereItWas(call, steps({ kind: 'flow', flow: 'mainMenu' }))).toMatchObject({
    waiting: null,
    talkingSince: null,
    language: 'ru',
  });
});

test('waiting: with the queue, and since when, so that the place is kept', () => {
  expect(whereItWas(call, steps(...inLine)).waiting).toEqual({
    queue: 'dispatcher',
    since: new Date(1000),
    emergency: false,
  });
});

test('talking: since the pick-up, and no longer waiting', () => {
  expect(whereItWas(call, steps(...inLine, connected))).toMatchObject({
    waiting: null,
    talkingSince: new Date(2000),
  });
});

test('with the recording switched off: by whom, until it is on again', () => {
  const off: StepData = { kind: 'recording-off', operatorId: 3 };
  expect(whereItWas(call, steps(connected)).recordingOffBy).toBeNull();
  expect(whereItWas(call, steps(connected, off)).recordingOffBy).toBe(3);
  const on = steps(connected, off, { kind: 'recording-on', operatorId: 3 });
  expect(whereItWas(call, on).recordingOffBy).toBeNull();
});

test('after the talk, and after leaving the line, it is neither', () => {
  const after = steps(...inLine, connected, { kind: 'left-operator', operatorId: 3, talkMs: 9 });
  expect(whereItWas(call, after)).toMatchObject({ waiting: null, talkingSince: null });
  expect(whereItWas(call, steps(...inLine, { kind: 'flow', flow: 'nobodyThere' })).waiting).toBeNull();
});

test('in a flow: which one, with what was answered in it; what came before the menu is over', () => {
  const before = whereItWas(
    call,
    steps(
      { kind: 'identified', as: 'several', residentIds: [7, 8] },
      { kind: 'noted', name: 'readings.account', value: 1 },
      { kind: 'noted', name: 'call.verified', value: 9 },
      { kind: 'flow', flow: 'mainMenu' },
      { kind: 'flow', flow: 'leaveRequest' },
      { kind: 'noted', name: 'request.category', value: 'no-heat' },
    ),
  );
  expect(before).toMatchObject({ flow: 'leaveRequest', residentIds: [7, 8] });
  expect(Object.fromEntries(before.answers ?? [])).toEqual({
    'call.verified': 9,
    'request.category': 'no-heat',
  });
});
