import { expect, test } from 'vitest';
import type { CallSummary } from '../db/queries/calls.ts';
import type { MoveTo, Step, StepData } from '../events.ts';
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
  disposition: null,
  note: null,
};
const steps = (...data: StepData[]): Step[] =>
  data.map((one, n) => ({ ...one, callId: call.id, at: new Date(n * 1000) }));
const was = (...data: StepData[]) => whereItWas(call, steps(...data), 'en');
const inLine: StepData[] = [
  { kind: 'flow', flow: 'operator' },
  { kind: 'waiting', queue: 'dispatcher', position: 1 },
];
const connected: StepData = { kind: 'connected', operatorId: 3, waitMs: 5 };

test('in a menu: neither waiting nor talking, in the language it had', () => {
  expect(was({ kind: 'flow', flow: 'mainMenu' })).toMatchObject({
    waiting: null,
    talked: null,
    talkingSince: null,
    language: 'ru',
  });
});

test('waiting: with the queue, and since when, so that the place is kept', () => {
  expect(was(...inLine).waiting).toEqual({
    queue: 'dispatcher',
    since: new Date(1000),
    emergency: false,
  });
});

test('waiting: where a supervisor has sent him last, over a restart and a change of the language, until he is talked to', () => {
  const sent = (to: MoveTo): StepData => ({ kind: 'moved', supervisorId: 1, to });
  const again: StepData[] = [{ kind: 'flow', flow: 'changeLanguage' }, ...inLine];
  expect(was(...inLine, sent({ first: true }), ...again).waiting).toMatchObject({ firstAtMs: 2_000 });
  expect(was(...inLine, sent({ first: true }), sent({ operatorId: 7 })).waiting).toMatchObject({
    firstAtMs: 2_000,
    keptFor: { operatorId: 7, untilMs: 3_000 + 120_000 },
  });
  const elsewhere: StepData = { kind: 'waiting', queue: 'readings', position: 1, sinceMs: 1_000 };
  const toQueue = was(...inLine, sent({ operatorId: 7 }), sent({ queue: 'readings' }), elsewhere);
  expect(toQueue.waiting).toEqual({ queue: 'readings', since: new Date(1_000), emergency: false });
  for (const end of [connected, { kind: 'flow', flow: 'mainMenu' } as const])
    expect(was(...inLine, sent({ first: true }), end, ...inLine).waiting?.firstAtMs).toBeUndefined();
});

test('talking: since the pick-up, and no longer waiting', () => {
  expect(was(...inLine, connected)).toMatchObject({
    waiting: null,
    talkingSince: new Date(2000),
  });
});

test('talking: how he had waited is known, should he be sent on or lose his operator', () => {
  const urgent: StepData = { kind: 'waiting', queue: 'readings', position: 1, emergency: true, sinceMs: 700 };
  const place = { queue: 'readings', sinceMs: 700, emergency: true };
  expect(was({ kind: 'flow', flow: 'operator' }, urgent, connected).talked).toEqual(place);
  expect(was(connected).talked).toBeNull();
});

test('talked to, whatever came after it: by an operator, or by a telephone outside that was picked up', () => {
  const left: StepData = { kind: 'left-operator', operatorId: 3, talkMs: 9 };
  expect(was(...inLine).hasTalked).toBe(false);
  expect(was(...inLine, { kind: 'outside', how: 'not-reached' }).hasTalked).toBe(false);
  expect(was(...inLine, connected).hasTalked).toBe(true);
  expect(was(...inLine, connected, left, ...inLine)).toMatchObject({ hasTalked: true, talkingSince: null });
  expect(was(...inLine, { kind: 'outside', how: 'connected' }).hasTalked).toBe(true);
  expect(was({ kind: 'duty', how: 'connected' }).hasTalked).toBe(true);
});

test('with somebody asked for help: whom, until that has ended', () => {
  const asked: StepData = { kind: 'consulted', operatorId: 3, with: { number: '+380671234500' } };
  expect(was(connected).asked).toBeNull();
  expect(was(connected, asked).asked).toEqual({ number: '+380671234500' });
  expect(was(connected, asked, { kind: 'consult-ended', how: 'left' }).asked).toBeNull();
});

test('with the recording switched off: by whom, until it is on again', () => {
  const off: StepData = { kind: 'recording-off', operatorId: 3 };
  expect(was(connected).recordingOffBy).toBeNull();
  expect(was(connected, off).recordingOffBy).toBe(3);
  const on: StepData = { kind: 'recording-on', operatorId: 3 };
  expect(was(connected, off, on).recordingOffBy).toBeNull();
});

test('after the talk, and after leaving the line, it is neither', () => {
  const left: StepData = { kind: 'left-operator', operatorId: 3, talkMs: 9 };
  expect(was(...inLine, connected, left)).toMatchObject({ waiting: null, talkingSince: null });
  expect(was(...inLine, { kind: 'flow', flow: 'nobodyThere' }).waiting).toBeNull();
});

test('in a flow: which one, with what was answered in it; what came before the menu is over', () => {
  const before = was(
    { kind: 'identified', as: 'several', residentIds: [7, 8] },
    { kind: 'noted', name: 'readings.account', value: 1 },
    { kind: 'noted', name: 'call.verified', value: 9 },
    { kind: 'flow', flow: 'mainMenu' },
    { kind: 'flow', flow: 'leaveRequest' },
    { kind: 'noted', name: 'request.category', value: 'no-heat' },
  );
  expect(before).toMatchObject({ flow: { flow: 'leaveRequest' }, residentIds: [7, 8] });
  expect(Object.fromEntries(before.answers ?? [])).toEqual({
    'call.verified': 9,
    'request.category': 'no-heat',
  });
});

test('before a language is chosen it is the first of the hotline', () => {
  const silent = { ...call, language: null };
  expect(whereItWas(silent, steps({ kind: 'flow', flow: 'welcome' }), 'en').language).toBe('en');
  expect(was({ kind: 'flow', flow: 'welcome' }).language).toBe('ru');
});

test('a flow comes with what it was made with', () => {
  const given = { number: '+380342501580' };
  expect(was({ kind: 'flow', flow: 'dutyTelephone', given }).flow).toEqual({ flow: 'dutyTelephone', given });
});

test.each(['goOn', 'onDutyAgain', 'talkAgain'])(
  'interrupted again in %s, it is where it was before',
  (flow) => {
    expect(was({ kind: 'flow', flow: 'debt' }, { kind: 'flow', flow }).flow).toEqual({ flow: 'debt' });
  },
);

test('whoever has answered the question of the language is not asked it again', () => {
  const next = { flow: 'announcements' };
  const asked: StepData = { kind: 'flow', flow: 'changeLanguage', given: { next } };
  const answered: StepData = { kind: 'language', language: 'ru', how: 'chosen' };
  expect(was(asked).flow).toEqual({ flow: 'changeLanguage', given: { next } });
  expect(was(asked, answered).flow).toEqual(next);
  expect(was({ kind: 'flow', flow: 'chooseLanguage' }, answered).flow).toEqual({ flow: 'mainMenu' });
  const remembered: StepData = { kind: 'language', language: 'ru', how: 'remembered' };
  expect(was({ kind: 'flow', flow: 'arrive' }, remembered).flow).toEqual({ flow: 'arrive' });
});

test('a call back that was promised, until he waits again', () => {
  const promised: StepData[] = [...inLine, { kind: 'callback-promised', callbackId: 5 }];
  expect(was(...inLine).isPromised).toBe(false);
  expect(was(...promised).isPromised).toBe(true);
  expect(was(...promised, ...inLine).isPromised).toBe(false);
});
