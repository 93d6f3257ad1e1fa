import { setTimeout as pause } from 'node:timers/promises';
import { HolosError } from '../../errors.ts';
import type { PromptParameters } from '../../speech/voice.ts';
import type { Ear, Heard, HearOptions, PromptWanted } from './ear.ts';
import type { CallEnding, Line } from './line.ts';
import { readWav } from './sound/wav.ts';
import type { Timeline, TimelineEntry } from './timeline.ts';

/** A call as a resident has it at the ear. All times are in ms since the INVITE. */
export class TownCall {
  readonly #line: Line;
  readonly #ear: Ear;
  readonly #timeline: Timeline;
  readonly #wordsIn: (file: string) => string;

  /** @param wordsIn what a sound says that is played to the other end */
  constructor(line: Line, ear: Ear, timeline: Timeline, wordsIn: (file: string) => string) {
    this.#line = line;
    this.#wordsIn = wordsIn;
    this.#ear = ear;
    this.#timeline = timeline;
  }

  get id(): string {
    return this.#line.id;
  }

  /** The number at the other end: dialled by the resident, or shown on the resident's telephone; null when withheld. */
  get farNumber(): string | null {
    return this.#line.farNumber;
  }

  get nowMs(): number {
    return this.#timeline.nowMs;
  }

  /** @throws HolosError `town.not-answered` when the call ends first */
  async isAnswered(limitMs = 15_000): Promise<void> {
    await this.#line.answered(limitMs);
  }

  /**
   * Waits for a prompt, from where the last one awaited was recognised. Resolves as soon as it is told from all others, about
   * a second after it began.
   * @throws HolosError `town.not-heard` that lists what was heard instead
   */
  async hears(prompt: string, parameters: PromptParameters = {}, options: HearOptions = {}): Promise<Heard> {
    return this.#ear.hearsAny([{ prompt, parameters }], options);
  }

  /** The first of several prompts that comes. */
  async hearsAny(wanted: readonly (string | PromptWanted)[], options: HearOptions = {}): Promise<Heard> {
    return this.#ear.hearsAny(
      wanted.map((one) => (typeof one === 'string' ? { prompt: one } : one)),
      options,
    );
  }

  /** Waits until all of a prompt was heard. @throws HolosError `town.clipped` when it was cut off or sound was lost */
  async heardWhole(
    prompt: string,
    parameters: PromptParameters = {},
    options: HearOptions = {},
  ): Promise<Heard> {
    return this.#ear.heardWhole({ prompt, parameters }, options);
  }

  /** Waits until nothing was heard for so long; gives when the silence began. */
  async hearsSilence(silenceMs = 2000, limitMs = 15_000): Promise<{ atMs: number }> {
    return this.#ear.hearsSilence(silenceMs, limitMs);
  }

  /** Waits until so much more was heard, be it silence, or the call is over. */
  async listens(forMs: number): Promise<void> {
    await this.#ear.listens(forMs);
  }

  /** Waits for the queue's music: its very file, from whatever place in it. */
  async hearsMusic(limitMs = 15_000): Promise<{ atMs: number }> {
    return this.#ear.hearsMusic(limitMs);
  }

  /** Presses keys one after the other, as a person does: 150 ms each, 150 ms between. */
  async presses(keys: string): Promise<void> {
    for (const key of keys) {
      if (key === ' ') continue;
      this.#timeline.add({ what: 'pressed', key });
      await this.#line.sendKeys(key, { durationMs: 150, betweenMs: 100 });
      await pause(300);
    }
  }

  /** Presses several keys as fast as a telephone sends them. */
  async pressesTogether(keys: string): Promise<void> {
    this.#timeline.add({ what: 'pressed', key: keys });
    await this.#line.sendKeys(keys, { durationMs: 60, betweenMs: 50 });
  }

  /** Says an 8 kHz mono 16-bit WAV file to the other end; resolves when it was said. */
  async says(wavFile: string): Promise<void> {
    const sound = await readWav(wavFile);
    this.#timeline.add({ what: 'said', text: this.#wordsIn(wavFile) });
    await this.#line.say(sound);
  }

  /** The telephone rings: the caller hears it. */
  async rings(): Promise<void> {
    await this.#line.ring();
  }

  /** Answers a call that rings. */
  async answers(): Promise<void> {
    await this.#line.answer();
  }

  /** Ends a call that rings in some way that a telephone network knows. */
  async refuses(how: 'busy' | 'rejected' | 'no-such-number' | 'congestion'): Promise<void> {
    await this.#line.refuse(how);
  }

  async hangsUp(): Promise<void> {
    this.#timeline.add({ what: 'hung up' });
    await this.#line.hangUp();
  }

  /** Waits until the call is over. @throws HolosError `town.not-ended` after `limitMs` */
  async ended(limitMs = 15_000): Promise<CallEnding> {
    const ending = await this.#line.ended(limitMs);
    if (ending) return ending;
    throw new HolosError(
      'town.not-ended',
      `The call was not over after ${limitMs} ms.\n${await this.story()}`,
    );
  }

  /** Whether the call is over by then; resolves at once when it ends. */
  async isOverWithin(limitMs: number): Promise<boolean> {
    return (await this.#line.ended(limitMs)) !== undefined;
  }

  /** After the link to the town's Asterisk was lost: what ended meanwhile has ended. */
  async look(): Promise<void> {
    await this.#line.look();
  }

  get isOver(): boolean {
    return this.#line.isOver;
  }

  /** All that was heard so far, 8 kHz, beginning at the INVITE. */
  heard(): Int16Array {
    return this.#ear.heard();
  }

  /** When a sample of that was heard, in ms since the INVITE: its place alone does not tell, for packets come late. */
  heardAtMs(sample: number): number {
    return this.#ear.atMs(sample);
  }

  /** The keys that were pressed at the other end so far. */
  keysHeard(): string {
    const keys = this.#timeline.entries.filter(({ what }) => what === 'key heard');
    return keys.map(({ key }) => key).join('');
  }

  /** What happened so far, as it happened. */
  timeline(): readonly TimelineEntry[] {
    return this.#timeline.entries;
  }

  /** The timeline and all that was heard, recognised, one a line: for error messages. */
  story(): Promise<string> {
    return this.#ear.story();
  }
}
