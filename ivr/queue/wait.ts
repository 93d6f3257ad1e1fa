import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import { spokenEstimate } from './estimate.ts';
import type { WaitingLine } from './line.ts';
import type { Place, WaitOutcome } from './place.ts';
import type { ToldOfWait } from './told-of-wait.ts';

/** A caller leaves the line by himself: to be called back, for another language, back to the menu. */
export type WaitingKey = 'callback' | 'language' | 'back';
const keys: Readonly<Record<string, WaitingKey>> = { '*': 'callback', '9': 'language', '#': 'back' };

export interface WaitOptions {
  /** Whether he may be called back: his number is known, and he is in no emergency. */
  mayBeCalledBack: boolean;
  /** What he was told before, where he comes back to his wait; what he is told now is added. */
  told: ToldOfWait;
}

/**
 * What a waiting caller hears: the position and how long it may take, music, and both anew when the line has moved. Ends the
 * moment an operator picks up, in the middle of a sentence too, or when the caller presses a key that leads away.
 */
export async function waitInLine(
  call: Call,
  place: Place,
  line: WaitingLine,
  options: WaitOptions,
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
    if (wanted && (wanted !== 'callback' || options.mayBeCalledBack)) end({ kind: wanted });
  });
  const announcer = new Announcer(call, place, line, options);
  try {
    let words = announcer.atOnce();
    while (!ended.signal.aborted) {
      if (words.length > 0) {
        await call.music(false);
        await call.sayUntil(ended.signal, ...words);
      }
      if (ended.signal.aborted) break;
      if (words.length > 0) options.told.now();
      await call.music(true);
      await atMost(options.told.quietMs, ended.signal, call);
      await untilNews(announcer, line, ended.signal, call);
      if (!ended.signal.aborted) words = announcer.news();
    }
    await call.music(false);
  } finally {
    stopKeys();
  }
  // It has ended, so there is an outcome: a call that is over has rejected above.
  return outcome as WaitOutcome | { kind: WaitingKey };
}

/** What is said to one caller, in its order. Nobody hears of the call back more than twice in one language. */
class Announcer {
  readonly #call: Call;
  readonly #place: Place;
  readonly #line: WaitingLine;
  readonly #mayBeCalledBack: boolean;
  readonly #told: ToldOfWait;

  constructor(call: Call, place: Place, line: WaitingLine, options: WaitOptions) {
    this.#call = call;
    this.#place = place;
    this.#line = line;
    this.#mayBeCalledBack = options.mayBeCalledBack;
    this.#told = options.told;
  }

  /** What he hears before the music begins; nothing, where he has heard where he stands just now. */
  atOnce(): Utterance[] {
    return this.#told.quietMs > 0 ? [] : this.#whereHeStands();
  }

  /** What is new by now, perhaps nothing. */
  news(): Utterance[] {
    if (this.#waitedTooLong()) {
      this.#told.longWait = true;
      return ['queue.long-wait', 'queue.callback'];
    }
    return this.hasNews() ? this.#whereHeStands() : [];
  }

  /** Whether there is anything to say now. Asked of all who wait whenever the line moves. */
  hasNews(): boolean {
    return this.#waitedTooLong() || this.#movedUp() || this.#told.isOtherLanguage(this.#call.language);
  }

  #waitedTooLong(): boolean {
    return this.#mayBeCalledBack && !this.#told.longWait && this.#line.isToBeCalledBack(this.#place);
  }

  /** A position is told when it has become better: an emergency may have gone before. */
  #movedUp(): boolean {
    const position = this.#line.position(this.#place);
    return position > 0 && position < this.#told.position;
  }

  #whereHeStands(): Utterance[] {
    const { language } = this.#call;
    const position = this.#line.position(this.#place);
    const estimateMs = this.#line.estimateMs(this.#place);
    const words: Utterance[] = [position <= 1 ? 'queue.wait.first' : ['queue.position', { position }]];
    if (estimateMs !== null) words.push(estimated(estimateMs));
    if (this.#mayBeCalledBack && this.#told.isOtherLanguage(language)) words.push('queue.callback');
    this.#told.where(position, language);
    this.#call.step({
      kind: 'told-wait',
      position,
      estimateMs: estimateMs === null ? null : Math.round(estimateMs),
    });
    return words;
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
  if (announcer.hasNews()) return;
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
