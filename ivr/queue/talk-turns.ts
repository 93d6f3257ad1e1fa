import { turns } from './turns.ts';

/**
 * What is wanted of a talk is done one after the other: Asterisk takes its time, and what is wanted meanwhile (held, and ended in the same
 * moment; handed over, and the caller hangs up) is judged by what it has come to.
 */
export class TalkTurns {
  readonly #inTurn = turns();
  readonly #goesOn: () => boolean;
  readonly #demandGoesOn: () => void;

  /** @param demandGoesOn throws where the talk is over, or just ending */
  constructor(call: { signal: AbortSignal }, demandGoesOn: () => void) {
    this.#goesOn = () => !call.signal.aborted;
    this.#demandGoesOn = demandGoesOn;
  }

  /** Somebody wants it, and is told where the talk has ended before, or meanwhile. */
  wanted(work: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      this.#demandGoesOn();
      try {
        await work();
      } catch (error) {
        if (!this.#goesOn()) this.#demandGoesOn();
        throw error;
      }
    });
  }

  /** What has begun before is done; nobody's wish, so that nobody is refused. */
  after(work: () => Promise<void> | undefined = () => undefined): Promise<void> {
    return this.#inTurn(async () => work());
  }
}
