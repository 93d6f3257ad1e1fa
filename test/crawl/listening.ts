import { setTimeout as pause } from 'node:timers/promises';
import type { TownCall } from '../town/call.ts';
import { phraseOf } from '../town/sound/phrase.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import type { Way } from './graph.ts';
import type { Speech } from './happenings.ts';
import { type Heard, nameOf, type Words, type WrongSound } from './heard.ts';
import { faultOfFile, howItSounded } from './sounding.ts';

/** Sound is on its way for a while before it is heard. */
const onTheWayMs = 900;
const sentenceMs = 15_000;
/** What is said now comes behind what was heard so far, or a little before the end of that: late sound takes the place where it belongs. */
const startSlack = 0.4 * rate;

/** The ear at one call: it checks what nobody has heard yet, as long as no key stops it. */
export class Listening {
  readonly #heard: Heard;
  readonly #call: TownCall;
  readonly #way: () => Way;
  readonly #sounding = new Map<string, { stop: AbortController; untilMs: number; over: Promise<void> }>();

  /** What was said since the last key. */
  readonly #begun = new Set<string>();
  #keysToCome = 0;
  #beginning: (() => void) | undefined;

  /** @param way how the caller has come to what he hears just now */
  constructor(heard: Heard, call: TownCall, way: () => Way) {
    this.#heard = heard;
    this.#call = call;
    this.#way = way;
  }

  /** A prompt begins just now. */
  begins(speech: Speech): void {
    this.#begun.add(nameOf(speech));
    this.#beginning?.();
    if (this.#keysToCome > 0) return;
    if (!this.#heard.claim(speech)) return;
    const way = this.#way();
    const stop = new AbortController();
    const durationMs = speech.sounds.reduce((sum, sound) => sum + sound.durationMs, 0);
    const untilMs = this.#call.nowMs + durationMs;
    const over = this.#check(speech, durationMs, stop.signal)
      .catch(() => undefined)
      .then((wrong) => {
        this.#sounding.delete(nameOf(speech));
        this.#heard.release(speech, wrong, way);
      });
    this.#sounding.set(nameOf(speech), { stop, untilMs, over });
  }

  /** Whether a question says anything that this call should listen to, before a key stops it. */
  isNew(words: readonly Words[]): boolean {
    return words.some((one) => this.#heard.isFree(one));
  }

  isHeard(words: Words): boolean {
    return this.#heard.isHeard(words);
  }

  /** Listens to all words of a question that begins just now. */
  async hears(words: readonly Words[]): Promise<void> {
    for (const one of words) await this.#toBegin(one);
    await this.over();
  }

  /** Keys are pressed: what is being said, or begins before they have come, is not heard to its end. */
  stops(keys: number): void {
    this.#keysToCome = keys;
    this.#begun.clear();
    for (const { stop, untilMs } of this.#sounding.values()) if (untilMs > this.#call.nowMs) stop.abort();
  }

  keyCame(): void {
    this.#keysToCome = Math.max(0, this.#keysToCome - 1);
  }

  /** Hears out what is being said; what begins from now on is not listened to, for the caller hangs up. */
  async ends(): Promise<void> {
    this.#keysToCome = Number.POSITIVE_INFINITY;
    await this.over();
  }

  /** What the keys have led to begins: all of them have come. */
  keysCame(): void {
    this.#keysToCome = 0;
  }

  /** All that began was heard to its end. */
  async over(): Promise<void> {
    await Promise.all([...this.#sounding.values()].map(({ over }) => over));
  }

  /** Waits until it is said; not longer than a sentence before it may last. */
  async #toBegin(words: Words): Promise<void> {
    const giveUpAt = performance.now() + sentenceMs;
    while (!this.#begun.has(nameOf(words)) && performance.now() < giveUpAt) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, giveUpAt - performance.now());
        this.#beginning = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#beginning = undefined;
  }

  async #check(speech: Speech, durationMs: number, signal: AbortSignal): Promise<WrongSound | null> {
    const from = Math.max(0, this.#call.heard().length - startSlack);
    const phrase = phraseOf(await Promise.all(speech.sounds.map(({ path }) => readWav(`${path}.wav`))));
    const fault = faultOfFile(phrase.samples);
    if (fault !== null) return { what: fault, sure: true };
    await pause(durationMs + onTheWayMs, undefined, { signal });
    const first = howItSounded(this.#call.heard(), from, phrase);
    if (first === null) return null;
    // On a busy machine sound comes late.
    await pause(onTheWayMs, undefined, { signal });
    const what = howItSounded(this.#call.heard(), from, phrase);
    return what === null ? null : { what, sure: false };
  }
}
