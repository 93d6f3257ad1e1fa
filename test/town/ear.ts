import type { Language } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';
import type { PromptParameters } from '../../speech/voice.ts';
import { Recogniser, type Stretch } from './recognise.ts';
import type { Repertoire, Saying } from './repertoire.ts';
import { loudness, silentLoudness } from './sound/alike.ts';
import { Finder } from './sound/correlate.ts';
import type { Hearing } from './sound/hearing.ts';
import { longestLate } from './sound/packet-times.ts';
import { type Following, follow, neededToTell, same } from './sound/phrase.ts';
import { rate } from './sound/wav.ts';
import type { Timeline } from './timeline.ts';

export interface PromptWanted {
  readonly prompt: string;
  readonly parameters?: PromptParameters;
}

export interface HearOptions {
  /** The resident's own language unless told. */
  readonly language?: Language;
  /** 15,000 unless told. */
  readonly limitMs?: number;
}

/** A prompt that was recognised; times in ms since the INVITE. */
export interface Heard {
  readonly prompt: string;
  readonly parameters: PromptParameters;
  readonly words: string;
  /** When its first sample was heard. */
  readonly atMs: number;
  /** Up to when it was heard, so far. */
  readonly untilMs: number;
  /** When it was sure that it is this prompt and no other. */
  readonly recognisedAtMs: number;
}

const limitMs = 15_000;
/** New sound is looked at in pieces of at least 200 ms: a look costs the same however little is new. */
const step = rate / 5;
/** Silence is told by the loudness of so much sound. */
const grain = rate / 25;

/** Asterisk drops the last, half-filled frame of a file: the next prompt may begin a little before the end of this one. */
const overlap = rate / 20;
/** A crackle between two prompts is not worth a line. */
const worthTelling = 0.15 * rate;

interface Sought extends Saying {
  readonly needed: number;
}

/** Recognises by their sound the prompts that come in one call. */
export class Ear {
  readonly #hearing: Hearing;
  readonly #timeline: Timeline;
  readonly #repertoire: Repertoire;
  readonly #language: Language;
  /** The sample from which the next prompt is awaited. */
  #from = 0;

  constructor(hearing: Hearing, timeline: Timeline, repertoire: Repertoire, language: Language) {
    this.#hearing = hearing;
    this.#timeline = timeline;
    this.#repertoire = repertoire;
    this.#language = language;
  }

  heard(): Int16Array {
    return this.#hearing.samples.slice();
  }

  async hearsAny(wanted: readonly PromptWanted[], options: HearOptions): Promise<Heard> {
    const sought = await this.#sought(wanted, options);
    const found = await this.#wait(
      sought,
      options,
      ({ following, saying }) => following.heard >= saying.needed,
    );
    return this.#recognised(found, found.saying.needed);
  }

  async heardWhole(wanted: PromptWanted, options: HearOptions): Promise<Heard> {
    const sought = await this.#sought([wanted], options);
    const over = ({ following: { state, heard }, saying }: Found, isSettled: boolean) =>
      state === 'whole' || (state === 'cut' && isSettled && heard >= saying.needed);
    const found = await this.#wait(sought, options, over);
    const { state, heard, lost } = found.following;
    const shiftMs = ms(found.following.until - found.following.at - heard);
    if (state === 'whole' && lost === 0 && Math.abs(shiftMs) < 1) return this.#recognised(found, heard);
    const what = `Of ${wanted.prompt} ${ms(heard)} ms of ${ms(found.saying.phrase.samples.length)} were heard`;
    throw new HolosError(
      'town.clipped',
      `${what}, ${lost} pieces were lost and it came ${shiftMs} ms apart.\n${await this.story()}`,
    );
  }

  async hearsSilence(silenceMs: number, limit: number): Promise<{ atMs: number }> {
    const from = this.#hearing.samples.length;
    let silentFrom = from;
    let looked = from;
    const found = await this.#watch(limit, (changedFrom) => {
      const x = this.#hearing.samples;
      looked = Math.max(from, Math.min(looked, changedFrom));
      for (; looked + grain <= x.length; looked += grain) {
        if (loudness(x, looked, grain) > 2 * silentLoudness) silentFrom = looked + grain;
      }
      return looked - silentFrom >= (silenceMs * rate) / 1000 ? silentFrom : undefined;
    });
    if (found !== undefined) return { atMs: this.atMs(found) };
    throw new HolosError(
      'town.not-heard',
      `No silence of ${silenceMs} ms came within ${limit} ms.\n${await this.story()}`,
    );
  }

  /** Waits until so much more was heard, be it silence, or the call is over. */
  async listens(forMs: number): Promise<void> {
    const until = this.#hearing.samples.length + (forMs * rate) / 1000;
    await this.#watch(forMs + limitMs, () => this.#hearing.samples.length >= until || undefined);
  }

  async hearsMusic(limit: number): Promise<{ atMs: number }> {
    const giveUpAt = performance.now() + limit;
    while (performance.now() < giveUpAt && !this.#hearing.closed) {
      const from = this.#hearing.samples.length;
      await this.#watch(giveUpAt - performance.now(), () =>
        this.#hearing.samples.length >= from + rate ? true : undefined,
      );
      if (await this.#repertoire.musicFrom(this.#hearing.samples.slice(from, from + rate)))
        return { atMs: this.atMs(from) };
    }
    throw new HolosError('town.not-heard', `No music came within ${limit} ms.\n${await this.story()}`);
  }

  /** What happened and what was heard, one a line. */
  async story(): Promise<string> {
    const recogniser = new Recogniser(this.#repertoire, await this.#repertoire.all());
    await recogniser.look(this.#hearing.samples.slice(), true);
    const lines = recogniser.stretches
      .filter(({ kind, at, until }) => kind === 'prompt' || until - at > worthTelling)
      .map((one) => ({ atMs: this.atMs(one.at), line: described(one) }));
    for (const { atMs, what, key, text } of this.#timeline.entries) {
      lines.push({ atMs, line: ['*', what, key, text].filter(Boolean).join(' ') });
    }
    return lines
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ atMs, line }) => `${(atMs / 1000).toFixed(3).padStart(9)} s  ${line}`)
      .join('\n');
  }

  async #sought(
    wanted: readonly PromptWanted[],
    { language = this.#language }: HearOptions,
  ): Promise<Sought[]> {
    const sayings = await Promise.all(
      wanted.map(({ prompt, parameters = {} }) => this.#repertoire.saying(prompt, language, parameters)),
    );
    return Promise.all(
      sayings.map(async (saying) => {
        // The repertoire knows those of the same prompt with other values only by guessing: two numbers may differ in the last digit.
        const rivals = sayings.filter(({ words }) => words !== saying.words);
        const beside = rivals.map(({ phrase }) => neededToTell(saying.phrase, phrase));
        return { ...saying, needed: Math.max(await this.#repertoire.needed(saying), ...beside) };
      }),
    );
  }

  /** @param enough is asked of a beginning that was followed, and whether what follows it can still change */
  async #wait(
    sought: Sought[],
    options: HearOptions,
    enough: (found: Found, isSettled: boolean) => boolean,
  ): Promise<Found> {
    const finder = new Finder(
      sought.map(({ phrase }) => phrase.begin),
      { torn: true },
    );
    let candidates: Candidate[] = [];
    const cut: Found[] = [];
    let from = this.#from;
    let looked = 0;
    const look = (changedFrom: number) => {
      const x = this.#hearing.samples;
      // What came very late may have completed a beginning that was not one before, or filled the silence that cut one off.
      from = Math.max(this.#from, Math.min(from, changedFrom - finder.length + 1));
      if (changedFrom < looked) candidates.push(...cut.splice(0).map(candidateOf));
      if (x.length - looked < step && !this.#hearing.closed) return undefined;
      looked = x.length;
      const to = x.length - finder.length + 1;
      if (to > from) {
        for (const { index, at: foundAt } of finder.find(x, from, to, same)) {
          const saying = sought[index] as Sought;
          const at = foundAt - saying.phrase.beginAt;
          if (!candidates.some((known) => known.saying === saying && known.at === at))
            candidates.push({ at, saying });
        }
        from = to;
      }
      const found = candidates.map(({ at, saying }) => ({ saying, following: follow(x, at, saying.phrase) }));
      const isSettled = ({ following }: Found) =>
        this.#hearing.closed || following.until + longestLate <= x.length;
      const goesOn = ({ following }: Found) => following.state === 'going-on';
      cut.push(...found.filter((one) => !goesOn(one)));
      candidates = found.filter(goesOn).map(candidateOf);
      return [...found, ...cut].find((one) => enough(one, isSettled(one)));
    };
    const limit = options.limitMs ?? limitMs;
    const found = await this.#watch(limit, look);
    if (found) return found;
    const names = sought.map((one) => one.name).join(' or ');
    const why = this.#hearing.closed ? 'before the call ended' : `within ${limit} ms`;
    throw new HolosError(
      'town.not-heard',
      `${names} was not heard ${why}. What was heard:\n${await this.story()}`,
    );
  }

  #recognised({ saying, following }: Found, heard: number): Heard {
    this.#from = following.at + Math.max(1, heard - overlap);
    const atMs = this.atMs(following.at);
    const { prompt, parameters, words } = saying;
    this.#timeline.add({ what: 'heard', prompt, text: words }, atMs);
    return {
      prompt,
      parameters,
      words,
      atMs,
      untilMs: this.atMs(following.until),
      recognisedAtMs: this.#timeline.nowMs,
    };
  }

  /**
   * Looks after each growth of what was heard, until something is found, the call ends or the limit is over.
   * @param look is told the first sample that is new
   */
  #watch<T>(limit: number, look: (changedFrom: number) => T | undefined): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        stop();
        act();
      };
      const grown = (changedFrom: number) => {
        try {
          const found = look(changedFrom);
          if (found !== undefined || this.#hearing.closed) settle(() => resolve(found));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const stop = this.#hearing.onGrowth(grown);
      const timer = setTimeout(() => settle(() => resolve(undefined)), limit);
      grown(this.#hearing.samples.length);
    });
  }

  /** When a sample was heard, in ms since the INVITE. */
  atMs(sample: number): number {
    return this.#hearing.timeOf(sample) - this.#timeline.startedAtMs;
  }
}

/** Where something that is sought may have begun. */
interface Candidate {
  readonly at: number;
  readonly saying: Sought;
}

interface Found {
  readonly saying: Sought;
  readonly following: Following;
}

const candidateOf = ({ saying, following }: Found): Candidate => ({ saying, at: following.at });

function described({ kind, at, until, saying, state, heard }: Stretch): string {
  const seconds = `${((until - at) / rate).toFixed(1)} s`;
  if (!saying) return `${kind}, ${seconds}`;
  const whole =
    state === 'whole' ? '' : ` (cut off after ${ms(heard)} ms of ${ms(saying.phrase.samples.length)})`;
  return `heard ${saying.name}, ${seconds}${whole}: ${saying.words}`;
}

function ms(samples: number): number {
  return Math.round((samples * 1000) / rate);
}
