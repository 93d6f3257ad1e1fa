import type { TownCall } from '../../test/town/call.ts';
import { Recogniser, type Stretch } from '../../test/town/recognise.ts';
import type { Repertoire } from '../../test/town/repertoire.ts';
import { loudness, silentLoudness } from '../../test/town/sound/correlate.ts';
import { rate } from '../../test/town/sound/wav.ts';

/** A line of what happened, in ms since the INVITE. */
export interface Line {
  readonly atMs: number;
  readonly text: string;
}

/** How much of a sound that is neither prompt nor music is worth a line. */
const worthTellingMs = 1000;
const piece = rate / 10;

/** Tells a call while it goes on: what was heard, as the prompts' own words, and what else happened. */
export class Narrator {
  readonly #call: TownCall;
  readonly #recogniser: Recogniser;
  readonly #told = new Set<unknown>();

  private constructor(call: TownCall, recogniser: Recogniser) {
    this.#call = call;
    this.#recogniser = recogniser;
  }

  static async of(call: TownCall, repertoire: Repertoire): Promise<Narrator> {
    return new Narrator(call, new Recogniser(repertoire, await repertoire.all()));
  }

  /** What came since the last time, in order. */
  async look(): Promise<Line[]> {
    await this.#recogniser.look(this.#call.heard(), this.#call.isOver);
    const heard = this.#recogniser.stretches.flatMap((one) => {
      const text = this.#told.has(one) ? undefined : wordsFor(one);
      if (text !== undefined) this.#told.add(one);
      return text === undefined ? [] : [{ atMs: inMs(one.at), text }];
    });
    const happened = this.#call.timeline().filter((entry) => !this.#told.has(entry));
    for (const entry of happened) this.#told.add(entry);
    const lines = happened.map(({ atMs, what, key, text }) => ({
      atMs,
      text: [what, key, text].filter(Boolean).join(' '),
    }));
    return [...heard, ...lines].sort((a, b) => a.atMs - b.atMs);
  }

  /** Whether a prompt was heard, from `fromMs` on, that names this key. */
  names(key: string, fromMs: number): boolean {
    return this.#recogniser.stretches.some(
      (one) => inMs(one.at) >= fromMs && String(one.saying?.parameters.key) === key,
    );
  }

  /** For how long it has been silent, when a prompt was heard from `fromMs` on; 0 when there was none. */
  silentMs(fromMs: number): number {
    const spoken = this.#recogniser.stretches.some((one) => one.kind === 'prompt' && inMs(one.at) >= fromMs);
    if (!spoken) return 0;
    // Listened for in the sound itself: a prompt that cannot be told from others yet is in no stretch.
    const sound = this.#call.heard();
    let from = sound.length;
    while (from >= piece && loudness(sound, from - piece, piece) < 2 * silentLoudness) from -= piece;
    return inMs(sound.length - from);
  }
}

function wordsFor({ kind, saying, at, until }: Stretch): string | undefined {
  if (saying) return `heard «${saying.words}» (${saying.prompt}, ${saying.language})`;
  if (kind === 'music') return 'heard music';
  if (kind === 'unknown' && inMs(until - at) >= worthTellingMs) return 'heard a sound that is no prompt';
  return undefined;
}

function inMs(samples: number): number {
  return (samples * 1000) / rate;
}
