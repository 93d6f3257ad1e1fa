import type { Afterwards, DeskCallState, OperatorState, PhoneState, WrapUpCall } from '../../events.ts';
import type { OperatorPresence } from './floor.ts';
import { nextPresence } from './presence-table.ts';

export type Phone = { kind: 'browser' | 'sip'; state: PhoneState };

/** What is known of one operator; `operators.ts` alone changes it, and in wrap-up `wrap-ups.ts`. */
export interface Operator {
  id: number;
  state: OperatorState;
  since: Date;
  /** Since when he waits for a caller, while he is ready: a phone that rang in vain, not by his doing, does not begin that anew. */
  idleSinceMs: number;
  pauseReason: string | null;
  /** The supervisor who has put him into this state. */
  setBy: number | null;
  /** Where he goes instead of `ready`, see afterwards.ts. */
  afterwards: Afterwards | null;
  wrapUpEndsAt: Date | null;
  wrapUpCall: WrapUpCall | null;
  desk: DeskCallState | null;
  /** He is at a talk as a supervisor, or was, and his phone is not silent yet. */
  supervises: boolean;
  /** Of the call that was offered last. */
  queue: string | null;
  /** Has said since he has been here that he is ready: he takes calls, and comes back from a pause. */
  takesCalls: boolean;
  deskOpen: boolean;
  openedAtMs: number;
  /** Since when the desk is away, by a clock that nobody sets (`performance.now`); meaningless while it is open. */
  lostAtMs: number;
  phone: Phone;
}

export function newOperator(id: number): Operator {
  return {
    ...{
      id,
      state: 'offline',
      since: new Date(),
      idleSinceMs: 0,
      pauseReason: null,
      setBy: null,
      afterwards: null,
    },
    ...{ wrapUpEndsAt: null, wrapUpCall: null, desk: null, supervises: false, queue: null },
    ...{ takesCalls: false, deskOpen: false, openedAtMs: 0, lostAtMs: 0 },
    ...{ phone: { kind: 'browser', state: 'unregistered' } },
  };
}

/** While an offer, or his supervising, is still being ended (he has logged out and is back already), he is not offered another one. */
export function isFree({ state, desk, supervises, deskOpen, phone }: Operator): boolean {
  return state === 'ready' && desk === null && !supervises && deskOpen && phone.state === 'registered';
}

export function presenceOf(one: Operator): OperatorPresence {
  const { id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, desk } = one;
  const callId = desk?.callId ?? null;
  return { operatorId: id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, callId };
}

/** May be called by a colleague: he is at his desk, and busy with nobody. */
export function isReachable({ state, desk, supervises, deskOpen, phone }: Operator): boolean {
  const fits = nextPresence(state, 'with-colleague') !== null && desk === null && !supervises;
  return fits && deskOpen && phone.state === 'registered';
}

/** Who has just opened his desk is expected to be ready soon; a supervisor who only looks on is not. */
const arrivalMs = 5 * 60_000;

/** Whoever pauses, or is away without a word, is expected back so long; then callers are not left to wait for him (decision 029). */
const backSoonMs = 2 * 60_000;

/** Until when he counts as one who serves callers; null: he does not. He may be busy, or have just paused. */
export function servesUntilMs(one: Operator): number | null {
  if (one.state === 'offline') return null;
  if (isAtWork(one)) return Number.POSITIVE_INFINITY;
  return one.takesCalls ? one.since.getTime() + backSoonMs : one.openedAtMs + arrivalMs;
}

/** States of those who are there for callers. */
const atWork: ReadonlySet<OperatorState> = new Set(['ready', 'ringing', 'talking', 'wrap-up']);

/** Is free for a caller, or will be by himself: nobody has to say a word for it. */
export function isSoonFree({ state, afterwards }: Operator): boolean {
  return (atWork.has(state) || state === 'internal') && afterwards === null;
}

/** Busy with callers, or ready for one; also after a word with a colleague. */
export function isAtWork({ state, afterwards }: Operator): boolean {
  return atWork.has(state) || (state === 'internal' && afterwards === null);
}
