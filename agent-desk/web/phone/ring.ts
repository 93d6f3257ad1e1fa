import { playOn, type Sink } from './sound.ts';

/** Two soft tones a third apart, twice, then a rest: heard across a room, not tiring. */
const notes = [
  { at: 0, hertz: 587.33 },
  { at: 0.18, hertz: 739.99 },
  { at: 0.6, hertz: 587.33 },
  { at: 0.78, hertz: 739.99 },
];
const everyMs = 3_000;

/** The ring, made on the spot: no file that could be missing. */
export class Ring {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  start(headset: string): void {
    if (this.#timer) return;
    this.once(headset);
    this.#timer = setInterval(() => this.once(headset), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    void this.#context?.close();
    this.#context = null;
  }

  /** One round of it, to try the headset. */
  once(headset: string): void {
    const context = this.#context ?? new AudioContext();
    this.#context = context;
    void playOn(context as AudioContext & Sink, headset);
    void context.resume();
    for (const { at, hertz } of notes) tone(context, context.currentTime + at, hertz);
  }
}

function tone(context: AudioContext, at: number, hertz: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.22, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.32);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.34);
}
