import type { Operators } from './operators.ts';
import { nextChangeMs, type OnFloor } from './order.ts';
import type { AnyPlace } from './places.ts';
import type { Rulebook } from './rulebook.ts';
import { type Standing, standingsOf } from './standing.ts';
import type { TalkCounts } from './talk-counts.ts';

export interface StandingsParts {
  operators: Operators;
  rulebook: Rulebook;
  talks: TalkCounts;
  /** Everybody who has a place now. */
  places: () => readonly AnyPlace[];
  /** The caller whom an operator refused last. */
  refusedBy: (operatorId: number) => string | undefined;
}

/**
 * The line and the floor as they are now. Whenever the line moves all who wait ask where they stand: it is reckoned once, and
 * holds until something changes (whoever changes it says so) or a wait grows too long.
 */
export class Standings {
  readonly #parts: StandingsParts;
  #known: { byCall: ReadonlyMap<string, Standing>; untilMs: number } | undefined;

  constructor(parts: StandingsParts) {
    this.#parts = parts;
  }

  /** A place, an operator or a rule is another one than before. */
  changed(): void {
    this.#known = undefined;
  }

  /** Undefined for one who is not in the line. */
  of({ callId }: Pick<AnyPlace, 'callId'>): Standing | undefined {
    const now = Date.now();
    if (!this.#known || now >= this.#known.untilMs) {
      // Who cannot be reached just now is not before anybody.
      const there = this.#parts.places().filter((place) => place.kind === 'call' || place.waits);
      const byCall = standingsOf(now, there, this.floor(), this.#parts.rulebook.of);
      this.#known = { byCall, untilMs: this.nextChangeMs(now, there) };
    }
    return this.#known.byCall.get(callId);
  }

  floor(): OnFloor[] {
    const { operators, talks, rulebook, refusedBy } = this.#parts;
    return operators.floor().map((one) => ({
      ...one,
      talks: talks.of(one.operatorId),
      refused: refusedBy(one.operatorId),
      skills: rulebook.skillsOf(one.operatorId),
    }));
  }

  /** When the order of these, or who waits, may become another one by time alone; infinity: never. */
  nextChangeMs(nowMs: number, there: readonly AnyPlace[]): number {
    const { places, rulebook, operators } = this.#parts;
    const resting = places().flatMap((one) => (one.kind === 'kept' ? [one.notBeforeMs] : []));
    return Math.min(
      nextChangeMs(nowMs, there, rulebook.of) ?? Number.POSITIVE_INFINITY,
      operators.leavesFloorAtMs(),
      ...resting.filter((at) => at > nowMs),
    );
  }
}
