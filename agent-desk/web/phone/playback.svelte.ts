import { playOn } from './sound.ts';

/** What plays now: whoever begins another sound does not want to hear both. */
let heard: Playback | null = null;

/** A sound that is played in the headset: whether it plays or cannot be played, where it is, and how long it is. */
export class Playback {
  readonly #audio = new Audio();
  #playing = $state(false);
  #failed = $state(false);
  #atMs = $state(0);
  #lengthMs = $state(0);

  get playing(): boolean {
    return this.#playing;
  }
  get failed(): boolean {
    return this.#failed;
  }
  get atMs(): number {
    return this.#atMs;
  }
  /** 0 as long as the sound itself has not told it. */
  get lengthMs(): number {
    return this.#lengthMs;
  }

  /**
   * Makes a sound ready until the returned function is called. Nothing of it is fetched before it is played: whoever fetches it counts as
   * one who has listened.
   */
  load(source: string): () => void {
    const audio = this.#audio;
    const stop = new AbortController();
    const on = (name: string, told: () => void) =>
      audio.addEventListener(name, told, { signal: stop.signal });
    on('play', () => {
      if (heard !== this) heard?.pause();
      heard = this;
      this.#playing = true;
      this.#failed = false;
    });
    on('pause', () => {
      this.#playing = false;
    });
    on('loadedmetadata', () => {
      if (Number.isFinite(audio.duration)) this.#lengthMs = audio.duration * 1000;
    });
    on('timeupdate', () => {
      this.#atMs = audio.currentTime * 1000;
    });
    on('error', () => {
      this.#failed = true;
    });
    audio.preload = 'none';
    audio.src = source;
    return () => {
      stop.abort();
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
      if (heard === this) heard = null;
    };
  }

  toggle(): void {
    if (this.#audio.paused) this.play();
    else this.pause();
  }

  pause(): void {
    this.#audio.pause();
  }

  seek(toMs: number): void {
    this.#atMs = toMs;
    this.#audio.currentTime = toMs / 1000;
  }

  speed(times: number): void {
    this.#audio.defaultPlaybackRate = times;
    this.#audio.playbackRate = times;
  }

  hearIn(headset: string): Promise<void> {
    return playOn(this.#audio, headset);
  }

  /** Goes on where it is; nothing happens where it plays already. */
  play(): void {
    this.#audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      console.warn('the sound does not play', error);
      this.#failed = true;
    });
  }
}
