import type { DeskCallState, OperatorState, PhoneState, WrapUpCall } from '../../events.ts';
import type { OperatorPresence } from './floor.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';

export type Phone = { kind: 'browser' | 'sip'; state: PhoneState };

/** What is known of one operator; `operators.ts` alone changes it. */
export interface Operator {
  id: number;
  state: OperatorState;
  since: Date;
  pauseReason: string | null;
  wrapUpEndsAt: Date | null;
  wrapUpCall: WrapUpCall | null;
  desk: DeskCallState | null;
  /** Of the call that was offered last. */
  queue: string | null;
  /** He took no calls when he dialled or supervised one himself, or talked to a colleague: after it he takes none again. Undefined: he took calls. */
  stoppedBefore: { state: 'paused' | 'missed'; pauseReason: string | null } | undefined;
  deskOpen: boolean;
  openedAtMs: number;
  /** Since when the desk is away; meaningless while it is open. */
  lostAtMs: number;
  phone: Phone;
  /** Runs while the desk is lost, or while wrap-up lasts. */
  timer: NodeJS.Timeout | undefined;
}

export function newOperator(id: number): Operator {
  return {
    ...{ id, state: 'offline', since: new Date(), pauseReason: null, wrapUpEndsAt: null, wrapUpCall: null },
    ...{ desk: null, queue: null, stoppedBefore: undefined, deskOpen: false, openedAtMs: 0, lostAtMs: 0 },
    ...{ phone: { kind: 'browser', state: 'unregistered' }, timer: undefined },
  };
}

/** While an offer is still being ended (he has logged out and is back already), he is not offered another one. */
export function isFree({ state, desk, deskOpen, phone }: Operator): boolean {
  return state === 'ready' && desk === null && deskOpen && phone.state === 'registered';
}

export function presenceOf(one: Operator): OperatorPresence {
  const { id, state, since, pauseReason, wrapUpEndsAt, wrapUpCall, desk } = one;
  const callId = desk?.callId ?? null;
  return { operatorId: id, state, since, pauseReason, wrapUpEndsAt, wrapUpCall, callId };
}

/** May be called by a colleague: he is at his desk, and busy with nobody. */
export function isReachable({ state, desk, deskOpen, phone }: Operator): boolean {
  const fits = nextPresence(state, 'with-colleague') !== null && desk === null;
  return fits && deskOpen && phone.state === 'registered';
}

/** States of those who are there for callers. */
const atWork: ReadonlySet<OperatorState> = new Set(['ready', 'ringing', 'talking', 'wrap-up']);

/** Busy with callers, or ready for one; also after a word with a colleague. */
export function isAtWork({ state, stoppedBefore }: Operator): boolean {
  return atWork.has(state) || (state === 'internal' && stoppedBefore === undefined);
}

/**
 * Whether he took no calls before this event, or one that it goes on from. Nobody is rung after a call that he began himself who had
 * said no before it. Who begins one after a missed call is at his desk again; whom a colleague calls need not be.
 */
export function stopBefore(
  { state, pauseReason, stoppedBefore }: Operator,
  event: PresenceEvent,
): Operator['stoppedBefore'] {
  if (event !== 'dials' && event !== 'supervises' && event !== 'with-colleague') return stoppedBefore;
  if (state === 'paused') return { state, pauseReason };
  if (state !== 'missed') return stoppedBefore;
  return { state: event === 'with-colleague' ? state : 'paused', pauseReason: null };
}
