import { setTimeout as pause } from 'node:timers/promises';
import type { TownCall } from '../town/call.ts';
import { phraseOf } from '../town/sound/phrase.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import { data } from './answers.ts';
import type { Speech } from './happenings.ts';
import { faultOfFile, howItSounded } from './sounding.ts';

export interface SoundFault {
  readonly prompt: string;
  readonly text: string;
  readonly what: string;
}

/** A fault that does not come back was the machine's: a packet was late. */
const tries = 3;
/** Sound is on its way for a while before it is heard. */
const onTheWayMs = 900;
const sentenceMs = 15_000;
const startSlack = 0.4 * rate;

type Words = Pick<Speech, 'language' | 'prompt' | 'text'>;

/** Which prompts were heard as they should be: each is listened to in one call, whoever comes to it first. */
export class Heard {
  readonly #whole = new Set<string>();
  readonly #claimed = new Set<string>();
  readonly #faults = new Map<string, SoundFault[]>();

  /** Where no other call is listening to it just now. */
  claim(words: Words): boolean {
    if (!this.isFree(words)) return false;
    this.#claimed.add(nameOf(words));
    return true;
  }

  /** Nobody has heard it, and nobody listens to it. */
  isFree(words: Words): boolean {
    return !this.isHeard(words) && !this.#claimed.has(nameOf(words));
  }

  isHeard(words: Words): boolean {
    const name = nameOf(words);
    return this.#whole.has(name) || (this.#faults.get(name)?.length ?? 0) >= tries;
  }

  /** @param what is wrong with it; null when nothing is, undefined when it was not heard to its end */
  release(words: Words, what: string | null | undefined): void {
    const name = nameOf(words);
    this.#claimed.delete(name);
    if (what === null) {
      this.#whole.add(name);
      this.#faults.delete(name);
    } else if (what !== undefined) {
      const { prompt, text } = words;
      this.#faults.set(name, [...(this.#faults.get(name) ?? []), { prompt, text, what }]);
    }
  }

  get count(): number {
    return this.#whole.size;
  }

  /** Those that were not heard once as they should be. */
  get faults(): SoundFault[] {
    return [...this.#faults.values()].flatMap(([first]) => (first ? [first] : []));
  }
}

/** The ear at one call: it checks what nobody has heard yet, as long as no key stops it. */
export class Listening {
  readonly #heard: Heard;
  readonly #call: TownCall;
  readonly #sounding = new Map<string, { stop: AbortController; untilMs: number; over: Promise<void> }>();

  /** What was said since the last key. */
  readonly #begun = new Set<string>();
  #keysToCome = 0;
  #beginning: (() => void) | undefined;

  constructor(heard: Heard, call: TownCall) {
    this.#heard = heard;
    this.#call = call;
  }

  /** A prompt begins just now. */
  begins(speech: Speech): void {
    this.#begun.add(nameOf(speech));
    this.#beginning?.();
    if (this.#keysToCome > 0) return;
    if (!this.#heard.claim(speech)) return;
    const stop = new AbortController();
    const durationMs = speech.sounds.reduce((sum, sound) => sum + sound.durationMs, 0);
    const untilMs = this.#call.nowMs + durationMs;
    const over = this.#check(speech, durationMs, stop.signal)
      .catch(() => undefined)
      .then((what) => {
        this.#sounding.delete(nameOf(speech));
        this.#heard.release(speech, what);
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

  async #check(speech: Speech, durationMs: number, signal: AbortSignal): Promise<string | null> {
    const from = Math.max(0, Math.round((this.#call.nowMs * rate) / 1000 - startSlack));
    const phrase = phraseOf(await Promise.all(speech.sounds.map(({ path }) => readWav(`${path}.wav`))));
    const fault = faultOfFile(phrase.samples);
    if (fault !== null) return fault;
    await pause(durationMs + onTheWayMs, undefined, { signal });
    const first = howItSounded(this.#call.heard(), from, phrase);
    if (first === null) return null;
    // On a busy machine sound comes late.
    await pause(onTheWayMs, undefined, { signal });
    return howItSounded(this.#call.heard(), from, phrase);
  }
}

/** The words of most prompts differ by values alone: one of them heard is all of them heard. */
function nameOf({ language, prompt, text }: Words): string {
  return data.tellApart.includes(prompt) ? `${prompt} ${text}` : `${prompt} ${language}`;
}
