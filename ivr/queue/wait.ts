import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import { spokenEstimate } from './estimate.ts';
import type { WaitingLine } from './line.ts';
import type { Place, WaitOutcome } from './place.ts';

/** Nothing is said more often than this. */
const announceMs = 30_000;

/** A caller leaves the line by himself: to be called back, for another language, back to the menu. */
export type WaitingKey = 'callback' | 'language' | 'back';
const keys: Readonly<Record<string, WaitingKey>> = { '*': 'callback', '9': 'language', '#': 'back' };

export interface WaitOptions {
  /** Said before all else. */
  first?: Utterance;
  /** Whether he may be called back: his number is known, and he is in no emergency. */
  mayBeCalledBack: boolean;
}

/**
 * What a waiting caller hears: the position and how long it may take, music, and both anew when the line has moved. Ends the
 * moment an operator picks up, in the middle of a sentence too, or when the caller presses a key that leads away.
 */
export async function waitInLine(
  call: Call,
  place: Place,
  line: WaitingLine,
  { first, mayBeCalledBack }: WaitOptions,
): Promise<WaitOutcome | { kind: WaitingKey }> {
  const ended = new AbortController();
  let outcome: WaitOutcome | { kind: WaitingKey } | undefined;
  const end = (with_: WaitOutcome | { kind: WaitingKey }) => {
    outcome ??= with_;
    ended.abort();
  };
  place.outcome.then(end);
  // Nothing that was pressed before may lead out of the line.
  call.keys.clear();
  const stopKeys = call.keys.onPress(() => {
    const wanted = keys[call.keys.take() ?? ''];
    if (wanted && (wanted !== 'callback' || mayBeCalledBack)) end({ kind: wanted });
  });
  const announcer = new Announcer(call, place, line, mayBeCalledBack);
  try {
    let words: Utterance[] | null = [...(first ? [first] : []), ...announcer.first()];
    while (!ended.signal.aborted) {
      if (words) {
        await call.music(false);
        await call.sayUntil(ended.signal, ...words);
        if (ended.signal.aborted) break;
        await call.music(true);
        await atMost(announceMs, ended.signal, call);
      }
      words = announcer.next();
      if (!words && !ended.signal.aborted) await untilNews(announcer, line, ended.signal, call);
    }
    await call.music(false);
  } finally {
    stopKeys();
  }
  // It has ended, so there is an outcome: a call that is over has rejected above.
  return outcome as WaitOutcome | { kind: WaitingKey };
}

/** What is said to one caller, in its order. Nobody hears of the call back more than twice. */
class Announcer {
  readonly #call: Call;
  readonly #place: Place;
  readonly #line: WaitingLine;
  readonly #mayBeCalledBack: boolean;
  #said = 0;
  #toldOverflow = false;

  constructor(call: Call, place: Place, line: WaitingLine, mayBeCalledBack: boolean) {
    this.#call = call;
    this.#place = place;
    this.#line = line;
    this.#mayBeCalledBack = mayBeCalledBack;
  }

  first(): Utterance[] {
    const words = this.#whereHeStands();
    return this.#mayBeCalledBack ? [...words, 'queue.callback'] : words;
  }

  /** Null: there is nothing new. */
  next(): Utterance[] | null {
    if (this.#waitedTooLong()) {
      this.#toldOverflow = true;
      return ['queue.long-wait', 'queue.callback'];
    }
    return this.#movedUp() ? this.#whereHeStands() : null;
  }

  /** Whether there is anything to say now. Asked of all who wait whenever the line moves. */
  hasNews(): boolean {
    return this.#waitedTooLong() || this.#movedUp();
  }

  #waitedTooLong(): boolean {
    return this.#mayBeCalledBack && !this.#toldOverflow && this.#line.isToBeCalledBack(this.#place);
  }

  /** A position is told when it has become better: an emergency may have gone before. */
  #movedUp(): boolean {
    const position = this.#line.position(this.#place);
    return position > 0 && position < this.#said;
  }

  #whereHeStands(): Utterance[] {
    const position = this.#line.position(this.#place);
    const estimateMs = this.#line.estimateMs(this.#place);
    this.#said = position;
    this.#call.step({
      kind: 'told-wait',
      position,
      estimateMs: estimateMs === null ? null : Math.round(estimateMs),
    });
    const where: Utterance = position <= 1 ? 'queue.wait.first' : ['queue.position', { position }];
    return estimateMs === null ? [where] : [where, estimated(estimateMs)];
  }
}

function estimated(waitMs: number): Utterance {
  const said = spokenEstimate(waitMs);
  if (said === 'under-a-minute') return 'queue.estimate.short';
  if (said === 'over-half-an-hour') return 'queue.estimate.long';
  return ['queue.estimate', said];
}

async function atMost(limitMs: number, ended: AbortSignal, call: Call): Promise<void> {
  await waitFor<true>((done) => whenFired(ended, () => done(true)), { signal: call.signal, limitMs });
}

async function untilNews(
  announcer: Announcer,
  line: WaitingLine,
  ended: AbortSignal,
  call: Call,
): Promise<void> {
  await waitFor<true>(
    (done) => {
      const stops = [
        whenFired(ended, () => done(true)),
        line.onMoved(() => void (announcer.hasNews() && done(true))),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    { signal: call.signal },
  );
}

function whenFired(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener);
  return () => signal.removeEventListener('abort', listener);
}
