import type { Step, StepKind } from '../../../events.ts';
import { type Awaited, awaitedAfter, isFirstAnswer, notAwaited } from '../live/awaited.ts';
import type { KnownCall } from '../live/world.ts';

interface Known {
  awaited: Awaited;
  /** We have called. */
  isOut: boolean;
  /** To whom the call is offered just now. */
  offeredTo: ReadonlySet<number>;
}

/** What a step says of pick-ups: whether one whom it was offered to has answered, and how long the caller had waited for that. */
export interface PickUp {
  ofOffer: boolean;
  /** Null: it is not the first answer of one who has called and waits. */
  waitMs: number | null;
}

const none: PickUp = { ofOffer: false, waitMs: null };
/** What is said of a call beside these may be said after its end, too. */
const begins: ReadonlySet<StepKind> = new Set<StepKind>(['arrived', 'waiting', 'offered']);

/**
 * Tells by the steps of the calls that go on who picks up what. A call that an operator or the dialer makes is offered to nobody, and who is
 * handed on or taken over has been answered before: neither is a wait of no length.
 */
export class PickUps {
  readonly #calls = new Map<string, Known>();
  readonly #earlier: (callId: string) => KnownCall | undefined;

  /** @param earlier a call that had come before this controller, as it was read */
  constructor(earlier: (callId: string) => KnownCall | undefined) {
    this.#earlier = earlier;
  }

  hear(step: Step): PickUp {
    const before = this.#calls.get(step.callId) ?? this.#unknown(step);
    if (step.kind === 'ended') this.#calls.delete(step.callId);
    else if (begins.has(step.kind) || this.#calls.has(step.callId))
      this.#calls.set(step.callId, after(before, step));
    if (step.kind !== 'connected') return none;
    const waited = !before.isOut && isFirstAnswer(before.awaited);
    return { ofOffer: before.offeredTo.has(step.operatorId), waitMs: waited ? step.waitMs : null };
  }

  #unknown(step: Step): Known {
    const offeredTo: Known['offeredTo'] = new Set();
    if (step.kind === 'arrived') return { awaited: notAwaited, isOut: step.direction === 'out', offeredTo };
    const { steps = [], summary } = this.#earlier(step.callId) ?? {};
    return {
      awaited: steps.reduce(awaitedAfter, notAwaited),
      isOut: summary?.direction === 'out',
      offeredTo,
    };
  }
}

function after({ awaited, isOut, offeredTo }: Known, step: Step): Known {
  const still = new Set(offeredTo);
  if (step.kind === 'offered') still.add(step.operatorId);
  if (step.kind === 'offer-ended' || step.kind === 'connected') still.delete(step.operatorId);
  return { awaited: awaitedAfter(awaited, step), isOut, offeredTo: still };
}
