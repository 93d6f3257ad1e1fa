import { z } from 'zod';
import type { PhoneAccess } from '../state/contract.ts';
import { forget, keep, readKept } from '../state/kept.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { devices } from './devices.svelte.ts';
import { openLine } from './line.ts';
import { type LineEvent, type LineState, nextLine } from './line-state.ts';
import { closeStream, groupOf, type MicrophoneProblem, openMicrophone } from './microphone.ts';
import { Ring } from './ring.ts';
import { nextRing, type RingEvent, type RingState } from './ring-state.ts';
import type { PhoneSession } from './session.ts';
import { isSoundHeld, Voice } from './sound.ts';

/** The desk's phone: its line (line-state.ts), what it does about the call on the desk (ring-state.ts), and its sound. */
class Phone {
  #line = $state<LineState>('off');
  #ring = $state<RingState>('idle');
  #muted = $state(false);
  #problem = $state<MicrophoneProblem | null>(null);
  #soundHeld = $state(false);
  #isReached = $state(true);
  /** The device that the person works with: what was found the last time he (not the plug) had a say. */
  #worksWith = { group: '', headset: '' };
  #callId: string | null = null;
  #session: PhoneSession | null = null;
  #microphone: MediaStream | null = null;
  #close: (() => void) | null = null;
  #next: PhoneAccess | null = null;
  readonly #bell = new Ring();
  readonly #voice = new Voice();

  get line(): LineState {
    return this.#line;
  }
  get ring(): RingState {
    return this.#ring;
  }
  get muted(): boolean {
    return this.#muted;
  }
  get problem(): MicrophoneProblem | null {
    return this.#problem;
  }
  /** The browser would not let it ring until the page is touched. */
  get soundHeld(): boolean {
    return this.#soundHeld;
  }
  /** Whether the sound of the call comes through, either way. */
  get isReached(): boolean {
    return this.#isReached;
  }
  /** What the server is told of this phone. */
  get report(): 'registered' | 'unregistered' | 'no-microphone' {
    if (this.#problem) return 'no-microphone';
    return this.#line === 'registered' ? 'registered' : 'unregistered';
  }

  /** Registers with this access. While a call is in hand the line it came by is left alone, and changed after it. */
  start(access: PhoneAccess): void {
    if (this.#session) {
      this.#next = access;
      return;
    }
    this.#next = null;
    this.#close?.();
    this.#onLine('start');
    this.#close = openLine(access, {
      line: (event) => this.#onLine(event),
      invite: (session) => this.#invited(session),
    });
  }

  /**
   * The network was gone: the exchange has found this phone unreachable meanwhile, and takes it for that until it looks again. Registered
   * anew, over a new socket, it can be rung at once. A call in hand is left alone.
   */
  renew(access: PhoneAccess): void {
    if (this.#line === 'registered' && !this.#session) this.start(access);
  }

  stop(): void {
    this.#next = null;
    this.gone();
    this.#close?.();
    this.#close = null;
    this.#onLine('stop');
  }

  /** Opens the microphone for a moment, so that what is wrong with it is known before the first call. */
  async check(): Promise<void> {
    const { stream, problem } = await openMicrophone(preferences.microphone);
    this.#problem = problem;
    await devices.read();
    if (stream) this.#adopt(stream);
    closeStream(stream);
    await this.checkSound();
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

  async checkSound(): Promise<void> {
    this.#soundHeld = await isSoundHeld();
  }

  /** The card of this call is on the screen. */
  carded(callId: string): void {
    this.#belongTo(callId);
    this.#onRing('card');
  }

  /** A talk is supervised with this phone: it is going to be rung for it, and picks up by itself. */
  expects(callId: string): void {
    this.#belongTo(callId);
  }

  answer(): void {
    this.#onRing('answer');
  }

  /** The call is no longer on this desk. */
  gone(): void {
    if (this.#callId) forget('sessionStorage', `muted.${this.#callId}`);
    this.#callId = null;
    this.#muted = false;
    this.#onRing('gone');
    this.#letGo();
  }

  mute(on: boolean): void {
    this.#muted = on;
    if (this.#callId) keep('sessionStorage', `muted.${this.#callId}`, on);
    if (this.#ring === 'talking') this.#session?.mute(on);
  }

  press(key: string): void {
    if (this.#ring === 'talking') this.#session?.press(key);
  }

  tryRing(): void {
    this.#bell.once(preferences.headset);
  }

  /** The person has chosen another microphone or headset. */
  async useChosenDevices(): Promise<void> {
    if (!this.#microphone) return this.check();
    await this.#moveTalk();
    if (!this.#problem) this.#adopt(this.#microphone);
  }

  #adopt(stream: MediaStream): void {
    const [group, { headset }] = [groupOf(stream), preferences];
    // What was never seen cannot be pulled: a headset of another day, a browser that does not tell of groups.
    this.#worksWith = {
      group: devices.has(group, '') ? group : '',
      headset: devices.has('', headset) ? headset : '',
    };
  }

  async #moveTalk(): Promise<void> {
    await this.#voice.moveTo(preferences.headset);
    const { stream, problem } = await openMicrophone(preferences.microphone);
    this.#problem = problem;
    const track = stream?.getAudioTracks()[0];
    if (!track) return;
    track.enabled = !this.#muted;
    await this.#session?.speakWith(track);
    closeStream(this.#microphone);
    this.#microphone = stream;
  }

  #belongTo(callId: string): void {
    if (this.#callId === callId) return;
    if (this.#callId) this.gone();
    this.#callId = callId;
    this.#muted = readKept('sessionStorage', `muted.${callId}`, z.boolean()) ?? false;
  }

  #invited(session: PhoneSession): void {
    // Whoever talks is in one call, and its sound is not given away to another.
    const isInHand = this.#ring === 'answering' || this.#ring === 'talking';
    if (isInHand && session.callId !== this.#callId) return void session.refuse();
    // An INVITE for a call that is not on this desk is left alone: the server takes it back.
    if (session.callId && this.#callId && session.callId !== this.#callId) return;
    if (session.callId) this.#belongTo(session.callId);
    this.#session?.drop();
    this.#session = session;
    this.#isReached = true;
    session.onAccepted(() => {
      this.#onRing('accepted');
      session.mute(this.#muted);
    });
    session.onEnded(() => {
      if (this.#session !== session) return;
      this.#letGo();
      this.#onRing('ended');
    });
    this.#onRing(session.resume ? 'resume' : 'invite');
  }

  #onLine(event: LineEvent): void {
    this.#line = nextLine(this.#line, event);
  }

  #onRing(event: RingEvent): void {
    const before = this.#ring;
    this.#ring = nextRing(before, event);
    if (this.#ring === 'ringing') this.#bell.start(preferences.headset);
    else if (before === 'ringing') this.#bell.stop();
    if (this.#ring === 'answering' && (before !== 'answering' || event === 'resume')) void this.#take();
  }

  async #take(): Promise<void> {
    const session = this.#session;
    const { stream, problem } = await openMicrophone(preferences.microphone);
    this.#problem = problem;
    if (!session || session !== this.#session) return closeStream(stream);
    if (!stream) return this.#onRing('no-microphone');
    closeStream(this.#microphone);
    this.#microphone = stream;
    session.answer(
      stream,
      (heard) => this.#voice.play(heard, preferences.headset),
      (isReached) => {
        this.#isReached = isReached;
      },
    );
  }

  #letGo(): void {
    this.#session?.drop();
    this.#session = null;
    this.#isReached = true;
    this.#voice.stop();
    closeStream(this.#microphone);
    this.#microphone = null;
    if (this.#next) this.start(this.#next);
  }
}

export const phone = new Phone();
