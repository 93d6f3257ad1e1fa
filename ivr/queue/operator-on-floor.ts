import type { Afterwards, DeskCallState, OperatorState, PhoneState, WrapUpCall } from '../../events.ts';
import type { OperatorPresence } from './floor.ts';
import { nextPresence, type PresenceEvent } from './presence-table.ts';

export type Phone = { kind: 'browser' | 'sip'; state: PhoneState };

/** What is known of one operator while Holos runs. */
export interface Operator {
  id: number;
  state: OperatorState;
  since: Date;
  pauseReason: string | null;
  /** The supervisor who has put him into this state. */
  setBy: number | null;
  /** Where he goes instead of `ready`: he asked for a pause while he was busy, or took no calls when he called somebody, supervised, or talked to a colleague. */
  afterwards: Afterwards | null;
  wrapUpEndsAt: Date | null;
  wrapUpCall: WrapUpCall | null;
  desk: DeskCallState | null;
  /** Of the call that was offered last. */
  queue: string | null;
  deskOpen: boolean;
  openedAtMs: number;
  /** Since when the desk is away; meaningless while it is open. */
  lostAtMs: number;
  phone: Phone;
  /** Runs while the desk is lost, or while wrap-up lasts. */
  timer: NodeJS.Timeout | undefined;
}

/** A word of the operator, or of a supervisor for him. */
export interface Word {
  /** Of a pause. */
  reason?: string | null;
  /** Which supervisor has said it. */
  by?: number | null;
}

export function newOperator(id: number): Operator {
  return {
    ...{ id, state: 'offline', since: new Date(), pauseReason: null, setBy: null, afterwards: null },
    ...{
      wrapUpEndsAt: null,
      wrapUpCall: null,
      desk: null,
      queue: null,
      deskOpen: false,
      openedAtMs: 0,
      lostAtMs: 0,
    },
    ...{ phone: { kind: 'browser', state: 'unregistered' }, timer: undefined },
  };
}

/** While an offer is still being ended (he has logged out and is back already), he is not offered another one. */
export function isFree({ state, desk, deskOpen, phone }: Operator): boolean {
  return state === 'ready' && desk === null && deskOpen && phone.state === 'registered';
}

/** May be called by a colleague: he is at his desk, and busy with nobody. */
export function isReachable({ state, desk, deskOpen, phone }: Operator): boolean {
  const fits = nextPresence(state, 'with-colleague') !== null && desk === null;
  return fits && deskOpen && phone.state === 'registered';
}

/** States of those who are there for callers. */
const atWork: ReadonlySet<OperatorState> = new Set(['ready', 'ringing', 'talking', 'wrap-up']);

/** Busy with callers, or ready for one; also after a word with a colleague. */
export function isAtWork({ state, afterwards }: Operator): boolean {
  return atWork.has(state) || (state === 'internal' && afterwards === null);
}

/** Takes no calls, by somebody's word or because he took none. */
export function isStopped(state: OperatorState): boolean {
  return state === 'paused' || state === 'offline' || state === 'missed';
}

export function presenceOf(one: Operator): OperatorPresence {
  const { id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, desk } = one;
  const callId = desk?.callId ?? null;
  return { operatorId: id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, callId };
}

const busy: ReadonlySet<OperatorState> = new Set(['ringing', 'talking', 'supervising', 'internal']);

/** Where he goes after what he is busy with, once this has happened and he is in the state `next`. */
export function afterwardsOf(
  one: Operator,
  event: PresenceEvent,
  next: OperatorState,
  { reason = null, by = null }: Word,
): Afterwards | null {
  switch (event) {
    case 'ready':
      return null;
    case 'pause':
      return busy.has(next) ? { to: 'paused', reason, setBy: by } : null;
    case 'off':
      return busy.has(next) ? { to: 'offline', reason: null, setBy: by } : null;
    case 'dials':
    case 'supervises':
    case 'with-colleague':
      // Nobody is rung after a call that he began himself who had said no before it.
      if (one.state === 'paused') return { to: 'paused', reason: one.pauseReason, setBy: one.setBy };
      if (one.state !== 'missed') return one.afterwards;
      // Who begins a call after a missed one is at his desk again; whom a colleague calls need not be.
      return { to: event === 'with-colleague' ? 'missed' : 'paused', reason: null, setBy: null };
    default:
      return isStopped(next) && next !== 'missed' ? null : one.afterwards;
  }
}

/** The states into which an operator comes when his call, and all that goes with it, is over. */
const after: ReadonlySet<OperatorState> = new Set(['ready', 'missed', 'unreachable']);

/** The state in which he really is who comes into the state `wanted`, and why. */
export function stateFor(
  one: Operator,
  wanted: OperatorState,
  { reason = null, by = null }: Word,
): Pick<Operator, 'state' | 'pauseReason' | 'setBy'> {
  if (one.afterwards && after.has(wanted)) {
    const { to, reason: why, setBy } = one.afterwards;
    return { state: to, pauseReason: why, setBy };
  }
  // Who has no microphone is not ready, and is again only by his own word: it may be back without him.
  if (wanted === 'ready' && one.phone.state === 'no-microphone')
    return { state: 'paused', pauseReason: 'no-microphone', setBy: null };
  const isWord = wanted === 'paused' || wanted === 'offline' || wanted === 'ready';
  return { state: wanted, pauseReason: wanted === 'paused' ? reason : null, setBy: isWord ? by : null };
}
