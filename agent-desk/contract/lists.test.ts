import { expect, it } from 'vitest';
import { callbacksToMake, countCallbacks, longestList, putAttempt, putCall, putCallback } from './lists.ts';
import type { Attempt, Callback, CallSummary } from './shapes.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 0, minute)).toISOString();
const callback = (id: number, more: Partial<Callback> = {}): Callback => ({
  ...{ id, callId: `n1-${id}`, number: `+38050${1_000_000 + id}`, hotline: '750-600', why: 'closed' },
  ...{ promisedAt: at(id), doneAt: null, messageMs: null, refusal: null },
  ...more,
});
const from = (number: string): CallSummary => ({
  ...{ id: 'n1-1', direction: 'in', hotline: '750-600', number, residentId: null, residentName: null },
  ...{ language: null, arrivedAt: at(0), answeredAt: null, endedAt: null, result: null, reason: null },
  ...{ operatorId: null, operatorName: null, disposition: null, note: null },
});
const list = (all: Callback[]) => all.reduce<Callback[]>(putCallback, []);
const ids = (all: Callback[]) => all.map(({ id }) => id);

it('keeps of many call backs those who have waited longest, whatever order they come in', () => {
  const all = Array.from({ length: longestList + 1 }, (_, n) => callback(n + 1));
  const kept = all.slice(0, longestList);
  expect(list(all)).toEqual(kept);
  expect(list(all.toReversed())).toEqual(kept);
  expect(ids(putCallback(kept, callback(1, { doneAt: at(300) })))).toEqual(ids(kept.slice(1)));
  // His latest call holds.
  expect(ids(putCallback(kept, callback(1, { promisedAt: at(100) }))).slice(98, 101)).toEqual([1, 100, 101]);
});

it('keeps who gave up waiting besides those who were promised a call, so that neither hide the others', () => {
  const promised = Array.from({ length: longestList + 50 }, (_, n) => callback(n + 1));
  const gaveUp = [callback(900, { why: 'abandoned' }), callback(901, { why: 'abandoned' })];
  expect(ids(list([...promised, ...gaveUp])).slice(-2)).toEqual([900, 901]);
});

it('counts also those who stand on no desk, and not who has given up and calls just now', () => {
  const callbacks = [callback(1), callback(2, { why: 'abandoned' }), callback(3, { why: 'abandoned' })];
  const calls = [callback(1), callback(2)].map(({ number }) => from(number));
  const state = { callbacks, calls, callbacksOpen: { promised: 3_000, abandoned: 2 } };
  expect(countCallbacks(state)).toEqual({ promised: 3_000, abandoned: 1, all: 3_001 });
});

it('keeps every attempt that goes on, also of a campaign that is older than hundreds of others, and none that does not', () => {
  const attempt = (id: number, state: Attempt['state']): Attempt => ({
    ...{ id, campaignId: 1, number: '+380501112233', try: 1, state },
    ...{ outcome: null, answer: null, callId: null },
  });
  const told = Array.from({ length: longestList + 1 }, (_, n) => attempt(1_000 + n, 'done'));
  const goOn = [attempt(2, 'talking'), attempt(1, 'dialling')];
  const list = [...goOn, ...told].reduce<Attempt[]>(putAttempt, []);
  expect(list).toEqual(goOn);
  expect(putAttempt(list, attempt(1, 'waiting'))).toEqual([goOn[0]]);
});

it('keeps a call that goes on, however many have come since, and of those that ended the last to end', () => {
  const { number } = callback(1);
  const long = { ...from(number), id: 'n1-0', arrivedAt: at(0) };
  const others = Array.from({ length: longestList + 1 }, (_, n) => {
    return { ...from('+380671112233'), id: `n1-${n + 1}`, arrivedAt: at(n + 1), endedAt: at(n + 2) };
  });
  const calls = [long, ...others].reduce<CallSummary[]>(putCall, []);
  const kept = others.slice(1).toReversed();
  expect(calls).toEqual([...kept, long]);
  // Who waits on the telephone is not to be called meanwhile.
  const callbacks = [callback(1, { why: 'abandoned' })];
  expect(callbacksToMake({ callbacks, calls })).toEqual([]);
  const ended = { ...long, endedAt: at(400) };
  expect(putCall(calls, ended)).toEqual([...kept.slice(0, -1), ended]);
});
