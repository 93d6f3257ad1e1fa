import { preferences } from '../state/preferences.svelte.ts';
import { devices } from './devices.svelte.ts';
import { closeStream, groupOf, type MicrophoneProblem, openMicrophone } from './microphone.ts';
import { isSoundHeld, Voice } from './sound.ts';

/** What the person speaks into and hears with. The microphone is open in a call alone, and for a moment to see whether it can be. */
export class Headset {
  #problem = $state<MicrophoneProblem | null>(null);
  #soundHeld = $state(false);
  /** The device that the person works with: what was found the last time he (not the plug) had a say. */
  #worksWith = { group: '', headset: '' };
  #microphone: MediaStream | null = null;
  /** How many talks are over, and how often one was moved to other devices: who waits for a microphone sees whether he waits in vain. */
  #talks = 0;
  #moves = 0;
  readonly #voice = new Voice();
  readonly #speakWith: (track: MediaStreamTrack) => Promise<void>;

  /** @param speakWith told of another microphone in the middle of a talk */
  constructor(speakWith: (track: MediaStreamTrack) => Promise<void>) {
    this.#speakWith = speakWith;
  }

  get problem(): MicrophoneProblem | null {
    return this.#problem;
  }
  /** The browser would not let it ring until the page is touched. */
  get soundHeld(): boolean {
    return this.#soundHeld;
  }

  /**
   * The person has chosen another microphone or headset, or has made one work again: a talk goes on with it. Without a talk it is open
   * for a moment, so that what is wrong with it is known before the first call.
   */
  async check(): Promise<void> {
    const stream = await (this.#microphone ? this.#moveTalk() : this.open());
    await devices.read();
    if (stream) this.#adopt(stream);
    if (stream !== this.#microphone) closeStream(stream);
    await this.checkSound();
  }

  async checkSound(): Promise<void> {
    this.#soundHeld = await isSoundHeld();
  }

  /** The browser's leave for the microphone was given or taken back. */
  async permitted(allowed: boolean): Promise<void> {
    if (allowed) await this.check();
    else this.#problem = 'denied';
  }

  /**
   * Something was plugged in or out. A talk goes on with what there is; but nobody gets new calls on a device that he did
   * not put on: the laptop's own microphone is no headset.
   */
  async devicesChanged(): Promise<void> {
    const { group, headset } = this.#worksWith;
    const pulled = !devices.has(group, headset);
    if (this.#microphone) await this.#moveTalk();
    else if (!pulled) return this.check();
    if (pulled && this.#problem === null)
      this.#problem = devices.microphones.length > 0 ? 'unplugged' : 'missing';
  }

  /** The chosen microphone, or null, and then what is wrong is known. Whoever does not speak with it closes it. */
  async open(): Promise<MediaStream | null> {
    const { stream, problem } = await openMicrophone(preferences.microphone);
    this.#problem = problem;
    return stream;
  }

  /** This microphone is the call's from now on. */
  speakInto(stream: MediaStream): void {
    closeStream(this.#microphone);
    this.#microphone = stream;
  }

  hear(stream: MediaStream): void {
    this.#voice.play(stream, preferences.headset);
  }

  /** The call is over: nothing is heard, and nobody listens. */
  letGo(): void {
    this.#talks += 1;
    this.#voice.stop();
    closeStream(this.#microphone);
    this.#microphone = null;
  }

  #adopt(stream: MediaStream): void {
    const [group, { headset }] = [groupOf(stream), preferences];
    // What was never seen cannot be pulled: a headset of another day, a browser that does not tell of groups.
    this.#worksWith = {
      group: devices.has(group, '') ? group : '',
      headset: devices.has('', headset) ? headset : '',
    };
  }

  /** @returns what is spoken into from now on; null where that cannot be opened, or the talk has ended or moved on meanwhile */
  async #moveTalk(): Promise<MediaStream | null> {
    this.#moves += 1;
    const [talk, move] = [this.#talks, this.#moves];
    await this.#voice.moveTo(preferences.headset);
    const stream = await this.open();
    const track = stream?.getAudioTracks()[0];
    if (!stream || !track) return null;
    const isWanted = talk === this.#talks && move === this.#moves;
    if (isWanted) await this.#speakWith(track);
    if (!isWanted || talk !== this.#talks) {
      closeStream(stream);
      return null;
    }
    this.speakInto(stream);
    return stream;
  }
}
