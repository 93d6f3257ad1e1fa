import type { Attempt, Callback, CallSummary } from './shapes.ts';

/** The longest lists a desk keeps. */
export const longestList = 200;

/** How many call backs are open in all, also those that stand on no desk: of people who were promised one, and of those who gave up waiting. */
export interface CallbackCounts {
  promised: number;
  abandoned: number;
}

/** Puts an item in its place, in the stead of what was known of it; the newest stay. */
export function putNewest<T extends { id: unknown }>(list: T[], item: T, order: (a: T, b: T) => number): T[] {
  const others = list.filter((one) => one.id !== item.id);
  return [item, ...others].sort(order).slice(0, longestList);
}

/** Puts a call in its place. Those that go on stay, and of the others those that ended last, as many as a list is long: a long talk may have begun before all of them. */
export function putCall(list: CallSummary[], call: CallSummary): CallSummary[] {
  const calls = [call, ...list.filter(({ id }) => id !== call.id)].sort(newestCallFirst);
  const ended = calls.filter(({ endedAt }) => endedAt !== null);
  if (ended.length <= longestList) return calls;
  const gone = new Set(ended.sort(lastEndedFirst).slice(longestList));
  return calls.filter((one) => !gone.has(one));
}

function lastEndedFirst(a: CallSummary, b: CallSummary): number {
  const [one, other] = [a.endedAt ?? '', b.endedAt ?? ''];
  if (one !== other) return one < other ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** Puts an attempt in its place as long as it goes on. Never more go on than the dialer has lanes: none is cut off. */
export function putAttempt(list: Attempt[], attempt: Attempt): Attempt[] {
  const goesOn = attempt.state === 'dialling' || attempt.state === 'talking';
  const others = list.filter(({ id }) => id !== attempt.id);
  return goesOn ? [...others, attempt].sort(newestFirst) : others;
}

/** Newest first; of calls that came in the same millisecond, the one with the higher id. */
export function newestCallFirst(a: CallSummary, b: CallSummary): number {
  if (a.arrivedAt !== b.arrivedAt) return a.arrivedAt < b.arrivedAt ? 1 : -1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

export function newestFirst(a: { id: number }, b: { id: number }): number {
  return b.id - a.id;
}

/** Who has waited longest first; of those of the same millisecond, the one with the lower id. */
export function longestFirst(a: Callback, b: Callback): number {
  if (a.promisedAt !== b.promisedAt) return a.promisedAt < b.promisedAt ? -1 : 1;
  return a.id - b.id;
}

/** Of whom a desk keeps as many as of all others: a supervisor watches them for themselves. */
const kindOf = ({ why }: Callback): keyof CallbackCounts => (why === 'abandoned' ? 'abandoned' : 'promised');

/** Puts a call back in its place, in the stead of what was known of it; of each kind stay those who have waited longest, as many as a list is long. */
export function putCallback(list: Callback[], callback: Callback): Callback[] {
  const others = list.filter(({ id }) => id !== callback.id);
  const kept: CallbackCounts = { promised: 0, abandoned: 0 };
  return [...others, ...(callback.doneAt === null ? [callback] : [])]
    .sort(longestFirst)
    .filter((one) => kept[kindOf(one)]++ < longestList);
}

/** What of a desk's state tells whom somebody is to call. */
interface CallbackLists {
  callbacks: Callback[];
  callbacksOpen: CallbackCounts;
  calls: CallSummary[];
}

/**
 * Whom somebody is to call now, of those who stand on the desks. Who has waited in vain and calls again himself is not to be called as long as that
 * call goes on; afterwards he is, from his latest call on, unless somebody has talked to him.
 */
export function callbacksToMake({ callbacks, calls }: Omit<CallbackLists, 'callbacksOpen'>): Callback[] {
  const calling = new Set(
    calls
      .filter(({ direction, endedAt }) => direction === 'in' && endedAt === null)
      .map(({ number }) => number),
  );
  return callbacks.filter(({ why, number }) => why !== 'abandoned' || !calling.has(number));
}

/** How many are to be called now, also where they are more than stand on the desks. */
export function countCallbacks(state: CallbackLists): CallbackCounts & { all: number } {
  const calling = state.callbacks.length - callbacksToMake(state).length;
  const { promised, abandoned: open } = state.callbacksOpen;
  return { promised, abandoned: open - calling, all: promised + open - calling };
}
