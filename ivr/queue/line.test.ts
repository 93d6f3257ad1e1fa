import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { queueRulesSchema } from '../../config/company/queues.ts';
import { Bus, type StepData } from '../../events.ts';
import { createLog } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { CallBack } from './call-back.ts';
import { HandlingTimes } from './handling-times.ts';
import { WaitingLine } from './line.ts';
import { Answers } from './open-floor.ts';
import { Operators } from './operators.ts';
import { Rulebook } from './rulebook.ts';
import { TalkCounts } from './talk-counts.ts';

const queue = 'dispatcher';
const irina = 1;

/** What a test has opened, and ends with it. */
const opened: { callers: AbortController[]; floors: { close: () => void }[] } = { callers: [], floors: [] };
afterEach(async () => {
  for (const one of opened.callers.splice(0)) one.abort(new Error('over'));
  await turn();
  for (const one of opened.floors.splice(0)) one.close();
});

/** A caller as far as the line knows one. */
function caller(id: string) {
  const over = new AbortController();
  opened.callers.push(over);
  const steps: StepData[] = [];
  const arrivedAt = new Date(0);
  const call = {
    id,
    number: null,
    arrivedAt,
    signal: over.signal,
    node: { state: 'up' },
    step: (step: StepData) => steps.push(step),
  };
  const kinds = () => steps.map((step) => step.kind);
  return { call: call as unknown as Call, hangUp: () => over.abort(new Error('over')), kinds };
}

/** A floor with these operators, all ready. Their phones are never really rung: no desk ever shows the card. */
function floorWith(...ids: number[]) {
  const called: {
    callbackId: number;
    operatorId: number;
    end: (outcome: 'reached' | 'later' | 'over') => void;
  }[] = [];
  const callBack: CallBack = async ({ callbackId, callId }, operatorId) => {
    operators.setDesk(operatorId, { callId, stage: 'calling', held: false, since: new Date() });
    const outcome = await new Promise<'reached' | 'later' | 'over'>((end) =>
      called.push({ callbackId, operatorId, end }),
    );
    operators.release(operatorId, callId);
    return outcome;
  };
  const log = createLog('silent');
  const bus = new Bus((error) => {
    throw error;
  });
  const operators = new Operators(bus, () => 0);
  const queues = [
    { id: queue, name: {}, ...queueRulesSchema.parse({}) },
    { id: 'emergency', name: {}, ...queueRulesSchema.parse({ choose: 'all-at-once' }) },
  ];
  const company = { queues: queues.map((one) => ({ ...one, flows: [], emergencies: false })), skills: {} };
  const changed = { queues: new Map(), skills: new Map() };
  const rulebook = new Rulebook({ company, bus, operators: [], changed });
  const talks = new TalkCounts(bus, 'Europe/Kyiv', new Map());
  const answers = new Answers();
  const line = new WaitingLine({
    bus,
    log,
    operators,
    rulebook,
    talks,
    offers: { answers, endpointOf: () => '' },
    handling: new HandlingTimes(bus, []),
    callBack,
    isInCall: () => false,
    node: { state: 'up' },
  });
  opened.floors.push(line, operators);
  for (const id of ids) {
    operators.opened(id, 'browser');
    operators.setPhone(id, 'registered');
    operators.change(id, 'ready');
  }
  return { bus, line, operators, rulebook, answers, called };
}
const oneOperator = () => floorWith(irina);

test('a place is written down before it is offered', () => {
  const { line } = oneOperator();
  const { call, kinds } = caller('first');
  line.join(call, queue);
  expect(kinds()).toEqual(['waiting', 'offered']);
});

test('who becomes ready while somebody waits is told to be ready, and then to be rung', () => {
  const { line, bus, operators } = oneOperator();
  operators.change(irina, 'pause', { reason: 'lunch' });
  line.join(caller('first').call, queue);
  const told: string[] = [];
  bus.on('operator', ({ state }) => void told.push(state));
  operators.change(irina, 'ready');
  expect(told).toEqual(['ready', 'ringing']);
});

test('one who has hung up is offered to nobody, though his flow has not left the line yet', async () => {
  const { line, operators } = oneOperator();
  const first = caller('first');
  const second = caller('second');
  line.join(first.call, queue);
  first.hangUp();
  await turn();
  expect(first.kinds()).toEqual(['waiting', 'offered', 'offer-ended']);
  expect(operators.of(irina).state).toBe('ready');
  line.join(second.call, queue);
  expect(second.kinds()).toEqual(['waiting', 'offered']);
  second.hangUp();
  await turn();
});

test('a desk that goes away while it rings leaves the caller to the next one', async () => {
  const { line, operators } = oneOperator();
  const { call, kinds, hangUp } = caller('first');
  line.join(call, queue);
  operators.lost(irina);
  await turn();
  expect(kinds()).toEqual(['waiting', 'offered', 'offer-ended']);
  expect(operators.of(irina).state).toBe('ready');
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  line.match();
  expect(kinds().at(-1)).toBe('offered');
  hangUp();
  await turn();
});

test('several callers and several free operators: each is offered once', () => {
  const { line, operators } = floorWith(1, 2, 3);
  for (const id of [1, 2, 3]) operators.change(id, 'pause');
  const callers = ['a', 'b', 'c', 'd'].map(caller);
  for (const { call } of callers) line.join(call, queue);
  for (const id of [1, 2, 3]) operators.change(id, 'ready');
  expect(callers.map(({ kinds }) => kinds().filter((kind) => kind === 'offered').length)).toEqual([
    1, 1, 1, 0,
  ]);
});

test('an emergency rings everybody who is free, and one who becomes free', () => {
  const { line, operators } = floorWith(1, 2, 3);
  operators.change(3, 'pause');
  const { call, kinds } = caller('urgent');
  line.join(call, 'emergency');
  expect(kinds()).toEqual(['waiting', 'offered', 'offered']);
  operators.change(3, 'ready');
  expect(kinds()).toEqual(['waiting', 'offered', 'offered', 'offered']);
});

test('who rejects a caller is not offered him again at once, but the next one', async () => {
  const { line, answers } = oneOperator();
  const first = caller('first');
  const second = caller('second');
  line.join(first.call, queue);
  line.join(second.call, queue);
  answers.reject(irina, 'first');
  await turn();
  expect(first.kinds()).toEqual(['waiting', 'offered', 'offer-ended']);
  expect(second.kinds()).toEqual(['waiting', 'offered']);
});

test('rules and skills that are changed hold for those who wait already', async () => {
  const { line, rulebook } = oneOperator();
  rulebook.changeSkills(irina, { [queue]: 0 });
  const { call, kinds } = caller('first');
  const place = line.join(call, queue, { patient: true });
  expect(kinds()).toEqual(['waiting']);
  rulebook.changeSkills(irina, null);
  expect(kinds()).toEqual(['waiting', 'offered']);
  expect(line.position(place)).toBe(1);
});

test('where nobody serves a queue its callers are told so, and others wait on', async () => {
  const { line, operators, rulebook } = oneOperator();
  operators.change(irina, 'pause');
  const urgent = line.join(caller('urgent').call, 'emergency');
  const usual = line.join(caller('usual').call, queue);
  rulebook.changeSkills(irina, { emergency: 0 });
  expect(await urgent.outcome).toEqual({ kind: 'unstaffed' });
  expect(await Promise.race([usual.outcome, turn('waits')])).toBe('waits');
});

const kept = (callbackId: number, waitedMs: number, more: object = {}) => ({
  ...{ callbackId, number: '+380501112233', hotline: '750-600', language: 'uk' as const, queue, tries: 0 },
  ...{ waitingSince: new Date(Date.now() - waitedMs), notBefore: new Date(0), ...more },
});

test('a kept place moves on with the line: who came before it goes first, who came after it waits', async () => {
  const { line, operators, called } = oneOperator();
  operators.change(irina, 'pause');
  const before = caller('before');
  const after = caller('after');
  const place = line.join(before.call, queue, { sinceMs: Date.now() - 20_000 });
  line.keep(kept(7, 10_000));
  const later = line.join(after.call, queue);
  expect([line.position(place), line.position(later)]).toEqual([1, 3]);
  expect(line.waiting()[0]?.waiting.map((one) => one.callId)).toEqual(['before', 'callback-7', 'after']);
  operators.change(irina, 'ready');
  expect(before.kinds()).toEqual(['waiting', 'offered']);
  before.hangUp();
  await turn();
  expect(called).toMatchObject([{ callbackId: 7, operatorId: irina }]);
  expect(operators.of(irina).state).toBe('ringing');
  expect(after.kinds()).toEqual(['waiting']);
  called[0]?.end('later');
  await turn();
});

test('who cannot be reached holds up nobody, and is not before anybody while he rests', async () => {
  const { line, operators, called } = oneOperator();
  operators.change(irina, 'pause');
  line.keep(kept(7, 10_000));
  const { call, kinds } = caller('after');
  const place = line.join(call, queue);
  operators.change(irina, 'ready');
  expect(line.position(place)).toBe(1);
  called[0]?.end('over');
  await turn();
  expect(kinds()).toEqual(['waiting', 'offered']);
});

test('who is talked to is called at no place any more; others are', () => {
  const { line, operators, called } = oneOperator();
  operators.change(irina, 'pause');
  line.keep(kept(7, 10_000));
  line.keep(kept(8, 5_000, { number: '+380501112244' }));
  line.talkedTo('+380501112233');
  operators.change(irina, 'ready');
  expect(called).toMatchObject([{ callbackId: 8 }]);
});

test('a place that rests is not called, and one that is struck off is not in the line', () => {
  const { bus, line, called } = oneOperator();
  const rests = { notBefore: new Date(Date.now() + 60_000) };
  line.keep(kept(7, 10_000, rests));
  expect(called).toEqual([]);
  line.keep(kept(7, 10_000, rests));
  expect(line.waiting()[0]?.waiting).toHaveLength(1);
  bus.emit('callback', { callbackId: 7 });
  expect(line.waiting()[0]?.waiting).toHaveLength(1);
  bus.emit('callback', { callbackId: 7, placeIsOver: true });
  bus.emit('callback', { callbackId: 8, placeIsOver: true });
  expect(line.waiting()).toEqual([]);
  line.keep(kept(9, 10_000));
  expect(called).toMatchObject([{ callbackId: 9 }]);
});

test('one who is called back joins at his place, and the operator who was reserved for him is rung', () => {
  const { line, operators } = oneOperator();
  operators.change(irina, 'pause');
  const other = caller('other');
  line.join(other.call, queue, { sinceMs: Date.now() - 90_000 });
  operators.change(irina, 'ready');
  other.hangUp();
  line.match();
  const { call, kinds } = caller('called back');
  expect(operators.of(irina).state).toBe('ringing');
  operators.setDesk(irina, { callId: 'called back', stage: 'calling', held: false, since: new Date() });
  line.join(call, queue, { reserved: irina, patient: true });
  expect(kinds()).toEqual(['waiting', 'offered']);
  expect(operators.desk(irina)).toMatchObject({ callId: 'called back', stage: 'ringing' });
});
