import type { Afterwards, OperatorState } from '../../events.ts';
import type { Operator } from './operator.ts';
import type { PresenceEvent } from './presence-table.ts';

/** A word of the operator, or of a supervisor for him. */
export interface Word {
  /** Of a pause. */
  reason?: string | null;
  /** Which supervisor has said it. */
  by?: number | null;
}

const busy: ReadonlySet<OperatorState> = new Set(['ringing', 'talking', 'supervising', 'internal']);

/**
 * Where he goes after what he is busy with, once this has happened and he is in the state `next`: he asked for a pause while he was
 * busy, or a supervisor did for him, or he took no calls before. Nobody is rung after a call that he began himself who had said no
 * before it. Who begins one after a missed call is at his desk again; whom a colleague calls need not be.
 */
export function afterwardsOf(
  { state, pauseReason, setBy, afterwards }: Operator,
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
      if (state === 'paused') return { to: 'paused', reason: pauseReason, setBy };
      if (state !== 'missed') return afterwards;
      return { to: event === 'with-colleague' ? 'missed' : 'paused', reason: null, setBy: null };
    default:
      return next === 'paused' || next === 'offline' ? null : afterwards;
  }
}

/** The states into which an operator comes when his call, and all that goes with it, is over. */
const over: ReadonlySet<OperatorState> = new Set(['ready', 'missed', 'unreachable']);

/** The state in which he really is who comes into the state `wanted`, and why. */
export function stateFor(
  { afterwards, phone }: Pick<Operator, 'afterwards' | 'phone'>,
  wanted: OperatorState,
  { reason = null, by = null }: Word,
): Pick<Operator, 'state' | 'pauseReason' | 'setBy'> {
  if (afterwards && over.has(wanted))
    return { state: afterwards.to, pauseReason: afterwards.reason, setBy: afterwards.setBy };
  // Who has no microphone is not ready, and is again only by his own word: it may be back without him.
  if (wanted === 'ready' && phone.state === 'no-microphone')
    return { state: 'paused', pauseReason: 'no-microphone', setBy: null };
  const isWord = wanted === 'paused' || wanted === 'offline' || wanted === 'ready';
  return { state: wanted, pauseReason: wanted === 'paused' ? reason : null, setBy: isWord ? by : null };
}
