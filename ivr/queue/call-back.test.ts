import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { callBackWith } from './call-back.ts';
import { KeptPlace } from './kept-place.ts';
import { Answers } from './open-floor.ts';
import { Operators } from './operators.ts';

const irina = 1;
const restMs = 1_800_000;

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-26T10:00:00Z') }));
afterEach(() => vi.useRealTimers());

/** An operator who is reserved, and a resident whose telephone rings until `picksUp` or `doesNot`. */
function reserved(tries = 0) {
  const bus = new Bus((error) => {
    throw error;
  });
  const operators = new Operators(bus, () => 0);
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  operators.change(irina, 'ready');
  operators.offered(irina, 'dispatcher');
  const answers = new Answers();
  const log: unknown[][] = [];
  const rung: { callId: string; end: (call: Call | null) => void }[] = [];
  const callBack = callBackWith({
    ...{ node: 'n1', bus, operators, answers, mostTries: 3, restMs: () => restMs },
    ring: (_, callId) => {
      log.push(['ring']);
      return new Promise((end) => rung.push({ callId, end }));
    },
    welcome: (place, operatorId) =>
      async function welcome() {
        log.push(['welcome', place.callbackId, operatorId]);
        return undefined;
      },
    lead: (call, flow) => void flow(call, {}),
    promises: {
      tried: async (id, { tries, notBefore }) =>
        void log.push(['tried', id, tries, notBefore.getTime() - Date.now()]),
      reached: (id) => void log.push(['reached', id]),
    },
  });
  const place = new KeptPlace(
    {
      ...{ callbackId: 7, number: '+380501112233', hotline: '750-600', language: 'uk', queue: 'dispatcher' },
      ...{ waitingSince: new Date(Date.now() - 60_000), tries, notBefore: new Date(0) },
    },
    () => false,
  );
  const over = new AbortController();
  return {
    ...{ operators, answers, log, rung, place, outcome: callBack(place, irina) },
    async picksUp() {
      await vi.waitFor(() => expect(rung).toHaveLength(1));
      rung[0]?.end({ id: rung[0].callId, signal: over.signal } as Call);
      await vi.advanceTimersByTimeAsync(0);
    },
    /** He has heard who calls, and stands in the line. */
    joins() {
      const callId = rung[0]?.callId ?? '';
      bus.emit('step', { kind: 'waiting', queue: 'dispatcher', position: 1, callId, at: new Date() });
      // The call is offered to the operator at once, and he may reject that as any other.
      answers.onReject(irina, callId, () => void log.push(['rejected']));
    },
    hangsUp: () => over.abort(new Error('he has hung up')),
  };
}

test('the try is written before it rings; who picks up is led to the operator who is reserved', async () => {
  const { operators, answers, log, rung, outcome, picksUp, joins } = reserved();
  await vi.waitFor(() => expect(rung).toHaveLength(1));
  expect(operators.desk(irina)).toMatchObject({ callId: rung[0]?.callId, stage: 'calling' });
  await picksUp();
  joins();
  expect(await outcome).toBe('reached');
  expect(log).toEqual([['tried', 7, 1, restMs], ['ring'], ['welcome', 7, irina], ['reached', 7]]);
  answers.reject(irina, rung[0]?.callId ?? '');
  expect(log.at(-1)).toEqual(['rejected']);
});

test('who does not pick up is called again half an hour later, three times in all', async () => {
  const first = reserved();
  await vi.waitFor(() => expect(first.rung).toHaveLength(1));
  first.rung[0]?.end(null);
  expect(await first.outcome).toBe('later');
  expect(first.place.tries).toBe(1);
  expect(first.place.waits).toBe(false);
  vi.setSystemTime(Date.now() + restMs);
  expect(first.place.notBeforeMs).toBeLessThanOrEqual(Date.now());
  const last = reserved(2);
  await vi.waitFor(() => expect(last.rung).toHaveLength(1));
  last.rung[0]?.end(null);
  expect(await last.outcome).toBe('over');
});

test.each(['rejects', 'goes'] as const)(
  'an operator who %s is free; the resident’s telephone rings on',
  async (how) => {
    const { operators, answers, rung, place, outcome, picksUp, joins } = reserved();
    await vi.waitFor(() => expect(rung).toHaveLength(1));
    if (how === 'rejects') answers.reject(irina, rung[0]?.callId ?? '');
    else operators.lost(irina);
    expect(operators.of(irina).state).toBe('ready');
    expect(operators.desk(irina)).toBeNull();
    expect(place.refusedAtMs.has(irina)).toBe(how === 'rejects');
    await picksUp();
    joins();
    expect(await outcome).toBe('reached');
  },
);

test('while he hears who calls the operator stays reserved for him, until he stands in the line', async () => {
  const { operators, rung, outcome, picksUp, joins } = reserved();
  await picksUp();
  await vi.advanceTimersByTimeAsync(8_000);
  const callId = rung[0]?.callId ?? '';
  expect(operators.isReserved(irina, callId)).toBe(true);
  joins();
  // The line rings him as soon as the step is written.
  expect(operators.isReserved(irina, callId)).toBe(true);
  expect(await outcome).toBe('reached');
});

test.each(['hangs up', 'is held up for too long'] as const)(
  'when he %s while he hears who calls, the operator is free',
  async (how) => {
    const { operators, outcome, picksUp, hangsUp } = reserved();
    await picksUp();
    if (how === 'hangs up') hangsUp();
    else await vi.advanceTimersByTimeAsync(31_000);
    expect(await outcome).toBe('reached');
    expect(operators.of(irina).state).toBe('ready');
    expect(operators.desk(irina)).toBeNull();
  },
);

test('an operator who rejects him while he hears who calls is free at once, and is not rung for him', async () => {
  const { operators, answers, rung, place, outcome, picksUp, joins } = reserved();
  await picksUp();
  answers.reject(irina, rung[0]?.callId ?? '');
  expect(operators.of(irina).state).toBe('ready');
  expect(place.refusedAtMs.has(irina)).toBe(true);
  joins();
  expect(await outcome).toBe('reached');
});
