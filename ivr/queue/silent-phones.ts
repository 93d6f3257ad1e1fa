/** A phone was to ring, and did not. Times are milliseconds of one clock. */
export interface Silence {
  operatorId: number;
  beganAtMs: number;
  endedAtMs: number;
  /** Not the phone's doing: Asterisk did not take the call, or this process stood still meanwhile. */
  isOurs: boolean;
}

interface Known {
  /** How many times in a row it was silent by its own doing. */
  inRow: number;
  inRowBefore: number;
  beganAtMs: number;
  endedAtMs: number;
  restsUntilMs: number;
}

/** How long a phone rests after its first silence in a row, its second, and each further one. */
const restsMs = [1_000, 5_000, 30_000] as const;
/** Silences that are no further apart have one cause: a caller whom one phone did not ring for went to the next at once. */
const togetherMs = 500;

/**
 * How long phones rest that could not be rung, and whose doing it was (decision 034).
 *
 *   rang ─▶ 0 ──silent──▶ 1 ──silent──▶ 2 ──silent──▶ 3 and more
 *            rests for 1 s         5 s          30 s
 *
 *   silent by our doing, or at the same moment as another's phone: stays where it was, rests for 1 s
 */
export class SilentPhones {
  readonly #known = new Map<number, Known>();

  rang(operatorId: number): void {
    this.#known.delete(operatorId);
  }

  /**
   * @returns how long each rests from now on, in milliseconds: this one, and those who rested already and are seen only now to
   *   have had the same cause
   */
  silent(silence: Silence): ReadonlyMap<number, number> {
    const { operatorId, beganAtMs, endedAtMs, isOurs } = silence;
    const together = [...this.#known].filter(([id, one]) => id !== operatorId && areTogether(one, silence));
    const inRowBefore = this.#known.get(operatorId)?.inRow ?? 0;
    const inRow = isOurs || together.length > 0 ? inRowBefore : inRowBefore + 1;
    const restMs = inRow === inRowBefore ? restsMs[0] : restAfter(inRow);
    const known = { inRow, inRowBefore, beganAtMs, endedAtMs, restsUntilMs: endedAtMs + restMs };
    this.#known.set(operatorId, known);
    const rests = new Map([[operatorId, restMs]]);
    for (const [id, one] of together) {
      one.inRow = one.inRowBefore;
      if (one.restsUntilMs <= known.restsUntilMs) continue;
      one.restsUntilMs = known.restsUntilMs;
      rests.set(id, restMs);
    }
    return rests;
  }
}

function restAfter(inRow: number): number {
  return restsMs[inRow - 1] ?? restsMs[2];
}

type Span = Pick<Silence, 'beganAtMs' | 'endedAtMs'>;

function areTogether(one: Span, other: Span): boolean {
  return one.beganAtMs <= other.endedAtMs + togetherMs && other.beganAtMs <= one.endedAtMs + togetherMs;
}
