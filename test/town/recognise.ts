import { setImmediate as pause } from 'node:timers/promises';
import type { Repertoire, Saying } from './repertoire.ts';
import { alike, loudness, silentLoudness } from './sound/alike.ts';
import { type Find, Finder } from './sound/correlate.ts';
import { type Following, follow, type Phrase, phraseOf, same } from './sound/phrase.ts';
import { rate } from './sound/wav.ts';

/** A stretch of what was heard. `until` grows while it goes on. Positions are samples. */
export interface Stretch {
  readonly kind: 'prompt' | 'music' | 'silence' | 'unknown';
  readonly at: number;
  until: number;
  readonly saying?: Saying;
  /** Of a prompt: how it ended. */
  state: Following['state'];
  /** Of a prompt, how much of it was heard, in samples. */
  heard: number;
}

const piece = rate / 10;
/** Sound is searched in steps of half a second: a search costs the same however little is searched. */
const searchStep = rate / 2;
/** Candidates that begin within 30 ms of each other are the same sound, taken for different prompts. */
const together = (rate * 30) / 1000;

/**
 * Tells, as sound comes in, which prompts are in it.
 *
 *     nothing ──a beginning is found──▶ candidates ──one is left──▶ announced ──cut off or whole──▶ nothing
 *
 * What lies between prompts is silence, music or unknown.
 */
export class Recogniser {
  readonly stretches: Stretch[] = [];
  readonly #repertoire: Repertoire;
  /** Sayings that begin alike: one search finds them all. */
  readonly #groups: readonly (readonly Saying[])[];
  readonly #finder: Finder;
  /** What comes before this is explained. */
  #explained = 0;
  /** Where the search for beginnings goes on. */
  #searched = 0;
  #candidates: { at: number; saying: Saying }[] = [];
  #music: { at: number; phrase: Phrase } | undefined;

  constructor(repertoire: Repertoire, sayings: readonly Saying[]) {
    this.#repertoire = repertoire;
    this.#groups = groupedByBegin(sayings);
    this.#finder = new Finder(this.#groups.map(([first]) => (first as Saying).phrase.begin));
  }

  /** Looks at all that was heard so far; `closed` when no more will come. */
  async look(x: Int16Array, closed = false): Promise<void> {
    // Other work gets its turn between two steps: the same process may be talking meanwhile.
    while (await this.#advance(x, closed)) await pause();
    if (!closed) return;
    this.#fill(x, x.length);
  }

  /** True when it got on, so that it is worth looking further. */
  async #advance(x: Int16Array, closed: boolean): Promise<boolean> {
    if (this.#candidates.length > 0) return this.#followCandidates(x, closed);
    if (this.#music) return this.#followMusic(x, closed);
    // At the end even sounds shorter than the longest beginning fit.
    const end = closed ? x.length : x.length - this.#finder.length + 1;
    const to = Math.min(end, this.#searched + searchStep);
    if (to - this.#searched < (closed ? 1 : searchStep)) return false;
    const finds = this.#finder.find(x, this.#searched, to, same);
    if (finds.length > 0) return this.#takeUp(x, finds);
    this.#searched = to;
    if (!(await this.#tryMusic(x))) this.#fill(x, to - rate);
    return true;
  }

  #takeUp(x: Int16Array, finds: Find[]): boolean {
    const starts = finds.flatMap(({ index, at }) =>
      (this.#groups[index] ?? []).map((saying) => ({ at: at - saying.phrase.beginAt, saying, found: at })),
    );
    const first = starts.reduce((a, b) => (b.at < a.at ? b : a));
    this.#candidates = starts.filter(({ at }) => at - first.at <= together);
    this.#fill(x, first.at);
    this.#searched = first.found + 1;
    return true;
  }

  #followCandidates(x: Int16Array, closed: boolean): boolean {
    const all = this.#candidates.map(({ at, saying }) => ({ saying, ...follow(x, at, saying.phrase) }));
    const farthest = all.reduce((a, b) =>
      b.heard > a.heard || (b.heard === a.heard && b.state === 'whole') ? b : a,
    );
    const alive = all.filter(({ state }) => state === 'going-on');
    if (alive.length === 0 || closed) {
      this.#note(farthest);
      this.#explained = Math.max(this.#explained, farthest.until);
      this.#searched = Math.max(this.#searched, farthest.until - together);
      this.#candidates = [];
      return true;
    }
    const [only] = alive;
    if (only && alive.length === 1 && only.heard >= farthest.heard) this.#note(only);
    return false;
  }

  #note({ saying, at, until, state, heard }: Following & { saying: Saying }): void {
    const last = this.stretches.at(-1);
    if (last?.saying === saying && last.at === at) Object.assign(last, { until, state, heard });
    else this.stretches.push({ kind: 'prompt', at, until, saying, state, heard });
  }

  /** A second of sound that no prompt explains is compared with the music. */
  async #tryMusic(x: Int16Array): Promise<boolean> {
    const from = this.#searched - rate;
    const isLoud = (at: number) => loudness(x, at, piece) > 2 * silentLoudness;
    if (from < this.#explained || !isLoud(from) || !isLoud(from + rate - piece)) return false;
    const samples = await this.#repertoire.musicFrom(x.slice(from, from + rate));
    if (!samples) return false;
    const earlier = this.#musicBefore(x, from, samples);
    const at = from - earlier;
    this.#fill(x, at);
    const rotated = [
      samples.subarray(samples.length - earlier),
      samples.subarray(0, samples.length - earlier),
    ];
    this.#music = { at, phrase: phraseOf(rotated) };
    this.stretches.push({ kind: 'music', at, until: from, state: 'going-on', heard: 0 });
    return true;
  }

  /** How many samples before `from` were this music already. It goes round, so what comes before its beginning is its end. */
  #musicBefore(x: Int16Array, from: number, samples: Int16Array): number {
    let earlier = 0;
    while (from - earlier - piece >= this.#explained) {
      const ncc = alike(x, from - earlier - piece, samples, samples.length - earlier - piece, piece);
      if (ncc < same) break;
      earlier += piece;
    }
    return earlier;
  }

  #followMusic(x: Int16Array, closed: boolean): boolean {
    const { at, phrase } = this.#music as { at: number; phrase: Phrase };
    const following = follow(x, at, phrase);
    const stretch = this.stretches.at(-1) as Stretch;
    Object.assign(stretch, { until: following.until, state: following.state });
    this.#explained = following.until;
    if (following.state === 'going-on' && !closed) return false;
    // The music may hum on, as it seems, where a prompt has begun already.
    this.#searched = following.until - 2 * piece;
    this.#music = undefined;
    return true;
  }

  /** Says of what no prompt explains, up to `to`, whether it was silence or unknown sound. */
  #fill(x: Int16Array, to: number): void {
    for (let at = this.#explained; at < to; at += piece) {
      const until = Math.min(to, at + piece);
      const kind = loudness(x, at, until - at) < 2 * silentLoudness ? 'silence' : 'unknown';
      const last = this.stretches.at(-1);
      if (last?.kind === kind && last.until >= at - 1) last.until = until;
      else this.stretches.push({ kind, at, until, state: 'going-on', heard: 0 });
    }
    this.#explained = Math.max(this.#explained, to);
  }
}

function groupedByBegin(sayings: readonly Saying[]): Saying[][] {
  const groups: Saying[][] = [];
  for (const saying of sayings) {
    const { begin } = saying.phrase;
    const beginsSo = ([first]: Saying[]) => {
      const other = first?.phrase.begin;
      if (other?.length !== begin.length) return false;
      const middle = Math.floor(begin.length / 2);
      // A quick look at 50 ms first: nearly all differ there already.
      const looksSo = alike(begin, middle, other, middle, Math.min(rate / 20, begin.length - middle)) > 0.99;
      return looksSo && alike(begin, 0, other, 0, begin.length) > 0.99;
    };
    const group = groups.find(beginsSo);
    if (group) group.push(saying);
    else groups.push([saying]);
  }
  return groups;
}
