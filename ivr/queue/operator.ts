import type { Afterwards, DeskCallState, OperatorState, PhoneState, WrapUpCall } from '../../events.ts';
import type { OperatorPresence } from './floor.ts';
import { nextPresence } from './presence-table.ts';

export type Phone = { kind: 'browser' | 'sip'; state: PhoneState };

/** What is known of one operator; `operators.ts` alone changes it. */
export interface Operator {
  id: number;
  state: OperatorState;
  since: Date;
  pauseReason: string | null;
  /** The supervisor who has put him into this state. */
  setBy: number | null;
  /** Where he goes instead of `ready`, see afterwards.ts. */
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

export function newOperator(id: number): Operator {
  return {
    ...{ id, state: 'offline', since: new Date(), pauseReason: null, setBy: null, afterwards: null },
    ...{ wrapUpEndsAt: null, wrapUpCall: null, desk: null, queue: null },
    ...{ deskOpen: false, openedAtMs: 0, lostAtMs: 0 },
    ...{ phone: { kind: 'browser', state: 'unregistered' }, timer: undefined },
  };
}

/** While an offer is still being ended (he has logged out and is back already), he is not offered another one. */
export function isFree({ state, desk, deskOpen, phone }: Operator): boolean {
  return state === 'ready' && desk === null && deskOpen && phone.state === 'registered';
}

export function presenceOf(one: Operator): OperatorPresence {
  const { id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, desk } = one;
  const callId = desk?.callId ?? null;
  return { operatorId: id, state, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall, callId };
}

/** May be called by a colleague: he is at his desk, and busy with nobody. */
export function isReachable({ state, desk, deskOpen, phone }: Operator): boolean {
  const fits = nextPresence(state, 'with-colleague') !== null && desk === null;
  return fits && deskOpen && phone.state === 'registered';
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
