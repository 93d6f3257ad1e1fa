import type { CallEnd, Step } from '../../events.ts';

/**
 * How a caller's wait in a queue ended. `callback`: he left the line because he was promised a call back; `elsewhere`: he went
 * back to the menu, to another queue or to a telephone outside, or the call was cut.
 */
export type VisitOutcome = 'waiting' | 'answered' | 'abandoned' | 'callback' | 'elsewhere';

/**
 * A caller in a queue. A call has one in each queue it came into, however often it came there: who goes on waiting at his
 * place, comes again from the menu, or comes back because his operator was lost is not a caller more.
 */
export interface Visit {
  queue: string;
  outcome: VisitOutcome;
  /** The one that counts where queues are not told apart: the first that was answered, else the last. */
  stands: boolean;
  /** Since when he waits, or waited last. */
  since: Date;
  /** Until an operator picked up, or he went; null: still waits. */
  waitMs: number | null;
  /** What he was told first of how long he would wait, less how long he did from then on; null: not told, or not answered. */
  toldErrorMs: number | null;
  /** The promise for which he left. */
  callbackId: number | null;
}

/** A talk of a caller with one operator, from the pick-up to its end. */
export interface OperatorTalk {
  operatorId: number;
  /** Where he had waited last; null: nowhere. */
  queue: string | null;
  beganAt: Date;
  /** Null: goes on. */
  endedAt: Date | null;
  /** Of it on hold, until `heldSince`. */
  holdMs: number;
  heldSince: Date | null;
}

interface Told {
  at: Date;
  estimateMs: number;
}

/**
 * What the steps of one call, in their order, say of its queues and talks. A queue's caller is answered once, by the first
 * pick-up there, and stays so; his wait is that of the `connected` step, from his place's beginning.
 */
export function visitsOfCall(steps: readonly Step[]): { visits: Visit[]; talks: OperatorTalk[] } {
  const reading = new Reading();
  for (const step of steps) reading.read(step);
  const visits = [...reading.visits.values()];
  const standing = visits.find((one) => one.outcome === 'answered') ?? reading.last;
  return { visits: visits.map((one) => ({ ...one, stands: one === standing })), talks: reading.talks };
}

class Reading {
  readonly visits = new Map<string, Visit>();
  readonly talks: OperatorTalk[] = [];
  /** Where he waited last. */
  last: Visit | undefined;
  readonly #told = new Map<Visit, Told>();

  read(step: Step): void {
    const { at } = step;
    // Every other flow that a waiting caller comes into leads on from his place.
    const toMenu = step.kind === 'flow' && step.flow === 'mainMenu';
    const outside = (step.kind === 'outside' || step.kind === 'duty') && step.how === 'connected';
    if (toMenu || outside) this.#leave('elsewhere', at);
    else if (step.kind === 'waiting')
      this.#wait(step.queue, new Date(step.waitsSinceMs ?? step.sinceMs ?? at), at);
    else if (step.kind === 'told-wait') this.#tell(step.estimateMs, at);
    else if (step.kind === 'callback-promised') this.#leave('callback', at, step.callbackId);
    else if (step.kind === 'connected') this.#connect(step.operatorId, step.waitMs, at);
    else if (step.kind === 'held') this.#hold(at);
    // Before 020 the three came together without a word that the caller was off hold.
    else if (step.kind === 'resumed' || step.kind === 'three-together') this.#resume(at);
    else if (step.kind === 'left-operator') this.#endTalk(at);
    else if (step.kind === 'ended') this.#end(step, at);
  }

  /** Who was sent on to another queue after a talk, and hung up there, has given up there. */
  #end({ result, reason }: CallEnd, at: Date): void {
    this.#endTalk(at);
    const gaveUp = result === 'abandoned' || (result === 'talked' && reason === 'caller-hung-up');
    this.#leave(gaveUp ? 'abandoned' : 'elsewhere', at);
  }

  #wait(queue: string, since: Date, at: Date): void {
    if (this.last?.queue !== queue) this.#leave('elsewhere', at);
    const known = this.visits.get(queue);
    const visit = known ?? { ...nobody, queue, since };
    this.visits.set(queue, visit);
    this.last = visit;
    if (visit.outcome === 'answered') return;
    // Who comes anew, and not back to his place, waits from now on.
    if (since > visit.since) this.#told.delete(visit);
    Object.assign(visit, { outcome: 'waiting', since, waitMs: null, callbackId: null });
  }

  #tell(estimateMs: number | null, at: Date): void {
    if (this.last?.outcome !== 'waiting' || estimateMs === null || this.#told.has(this.last)) return;
    this.#told.set(this.last, { at, estimateMs });
  }

  #connect(operatorId: number, waitMs: number, at: Date): void {
    this.#endTalk(at);
    this.talks.push({
      ...{ operatorId, queue: this.last?.queue ?? null, beganAt: at },
      ...{ endedAt: null, holdMs: 0, heldSince: null },
    });
    if (this.last?.outcome !== 'waiting') return;
    const told = this.#told.get(this.last);
    const toldErrorMs = told ? Math.round(told.estimateMs) - lengthMs(told.at, at) : null;
    Object.assign(this.last, { outcome: 'answered', waitMs: Math.max(0, waitMs), toldErrorMs });
  }

  #hold(at: Date): void {
    const talk = this.#talk;
    if (talk) talk.heldSince ??= at;
  }

  #resume(at: Date): void {
    const talk = this.#talk;
    if (!talk?.heldSince) return;
    talk.holdMs += lengthMs(talk.heldSince, at);
    talk.heldSince = null;
  }

  #endTalk(at: Date): void {
    const talk = this.#talk;
    if (!talk) return;
    this.#resume(at);
    talk.endedAt = at;
  }

  /** The one that goes on. */
  get #talk(): OperatorTalk | undefined {
    const talk = this.talks.at(-1);
    return talk?.endedAt === null ? talk : undefined;
  }

  #leave(outcome: VisitOutcome, at: Date, callbackId: number | null = null): void {
    const visit = this.last;
    if (visit?.outcome !== 'waiting') return;
    Object.assign(visit, { outcome, waitMs: lengthMs(visit.since, at), callbackId });
  }
}

/** Never below zero: a clock that is put back must not keep the log from being written. */
function lengthMs(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}

const nobody = {
  outcome: 'waiting',
  stands: false,
  waitMs: null,
  toldErrorMs: null,
  callbackId: null,
} as const satisfies Partial<Visit>;
