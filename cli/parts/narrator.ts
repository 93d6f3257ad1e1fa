import type { TownCall } from '../../test/town/call.ts';
import type { Recogniser, Stretch } from '../../test/town/recognise.ts';
import { loudness, silentLoudness } from '../../test/town/sound/alike.ts';
import { rate } from '../../test/town/sound/wav.ts';
import type { Logged, SaidByLog } from './said-by-log.ts';

/** A line of what happened, in ms since the INVITE. */
export interface Line {
  readonly atMs: number;
  readonly text: string;
}

/** How much of a sound that is neither prompt nor music is worth a line. */
const worthTellingMs = 1000;
const piece = rate / 10;
/** So late at most a prompt is recognised that has begun: its first second is looked for. */
const recognisedMs = 1500;

/** Tells a call while it goes on: what was heard, as the prompts' own words, and what else happened. */
export class Narrator {
  readonly #call: TownCall;
  readonly #recogniser: Recogniser;
  readonly #told = new Set<unknown>();
  /** Of sentences in the log, by their moments: whether they were recognised, or are told by the log alone. */
  readonly #logged = new Map<number, 'heard' | 'by the log'>();
  readonly #log: Pick<SaidByLog, 'at'> | undefined;
  /** The moment of the INVITE. */
  readonly #began: number;

  /** @param log what is asked about sounds that are not recognised */
  constructor(call: TownCall, recogniser: Recogniser, log?: Pick<SaidByLog, 'at'>) {
    this.#call = call;
    this.#recogniser = recogniser;
    this.#log = log;
    this.#began = Date.now() - call.nowMs;
  }

  /** What came since the last time, in order. */
  async look(): Promise<Line[]> {
    await this.#recogniser.look(this.#call.heard(), this.#call.isOver);
    const heard: Line[] = [];
    for (const one of this.#recogniser.stretches) {
      if (this.#told.has(one) || !this.#canBeTold(one)) continue;
      this.#told.add(one);
      const text = await this.#wordsFor(one);
      if (text !== undefined) heard.push({ atMs: this.#call.heardAtMs(one.at), text });
    }
    const settledMs = this.#settledMs();
    const happened = this.#call
      .timeline()
      .filter((entry) => !this.#told.has(entry) && entry.atMs < settledMs);
    for (const entry of happened) this.#told.add(entry);
    const lines = happened.map(({ atMs, what, key, text }) => ({
      atMs,
      text: [what, key, text].filter(Boolean).join(' '),
    }));
    return [...heard, ...lines].sort((a, b) => a.atMs - b.atMs);
  }

  /** Before this moment nothing will be told any more that was heard: what else happened later waits, so that all is told in order. */
  #settledMs(): number {
    if (this.#call.isOver) return Number.POSITIVE_INFINITY;
    const untold = this.#recogniser.stretches.find((one) => one.kind === 'prompt' && !this.#told.has(one));
    const recognised = this.#call.nowMs - recognisedMs;
    return untold ? Math.min(recognised, this.#call.heardAtMs(untold.at)) : recognised;
  }

  /**
   * Music as soon as it begins; a prompt when it is over, for its beginning may be that of another. What is unknown when it is long; what
   * is short when more of the kind has come: a piece before a prompt belongs to that, or is what was cut off.
   */
  #canBeTold(one: Stretch): boolean {
    if (one.kind === 'music') return true;
    const after = this.#recogniser.stretches.slice(this.#recogniser.stretches.indexOf(one) + 1);
    if (one.kind === 'prompt') return this.#call.isOver || after.length > 0 || one.state !== 'going-on';
    if (one.kind !== 'unknown') return false;
    return isLong(one) || after.find(({ kind }) => kind !== 'silence')?.kind === 'unknown';
  }

  async #wordsFor(one: Stretch): Promise<string | undefined> {
    const { kind, saying, state } = one;
    if (kind === 'music') return 'heard music';
    const logged = await this.#log?.at(new Date(this.#began + this.#call.heardAtMs(one.at)));
    const known = logged && this.#logged.get(+logged.at);
    if (saying) {
      const heard = `heard «${saying.words}» (${saying.prompt}, ${saying.language})`;
      if (!logged || known) return heard;
      if (logged.text !== saying.words)
        return state === 'cut' ? `heard a sound; ${this.#byLog(logged)}` : `${heard}; ${this.#byLog(logged)}`;
      this.#logged.set(+logged.at, 'heard');
      return heard;
    }
    if (logged && known !== 'heard') return known ? undefined : `heard a sound; ${this.#byLog(logged)}`;
    return isLong(one) ? 'heard a sound that is no prompt' : undefined;
  }

  #byLog({ at, text, prompt }: Logged): string {
    this.#logged.set(+at, 'by the log');
    return `by the log: «${text}» (${prompt})`;
  }

  /** Whether a prompt was heard, from `fromMs` on, that names this key. */
  names(key: string, fromMs: number): boolean {
    return this.#recogniser.stretches.some(
      (one) => this.#call.heardAtMs(one.at) >= fromMs && String(one.saying?.parameters.key) === key,
    );
  }

  /** For how long it has been silent, when something was said from `fromMs` on; 0 when there was nothing. */
  silentMs(fromMs: number): number {
    const spoken = this.#recogniser.stretches.some(
      (one) => isSpeech(one) && this.#call.heardAtMs(one.at) >= fromMs,
    );
    if (!spoken) return 0;
    // Listened for in the sound itself: a prompt that cannot be told from others yet is in no stretch.
    const sound = this.#call.heard();
    let from = sound.length;
    while (from >= piece && loudness(sound, from - piece, piece) < 2 * silentLoudness) from -= piece;
    return inMs(sound.length - from);
  }
}

/** What is said may be no prompt that is known: by an operator, or by a voice of which nobody has told us. */
function isSpeech(one: Stretch): boolean {
  return one.kind === 'prompt' || (one.kind === 'unknown' && isLong(one));
}

function isLong({ at, until }: Stretch): boolean {
  return inMs(until - at) >= worthTellingMs;
}

function inMs(samples: number): number {
  return (samples * 1000) / rate;
}
