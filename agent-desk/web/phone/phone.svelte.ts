import { z } from 'zod';
import type { PhoneAccess } from '../state/contract.ts';
import { forget, keep, readKept } from '../state/kept.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { Headset } from './headset.svelte.ts';
import { openLine } from './line.ts';
import { type LineEvent, type LineState, nextLine } from './line-state.ts';
import { closeStream } from './microphone.ts';
import { Ring } from './ring.ts';
import { nextRing, type RingEvent, type RingState } from './ring-state.ts';
import type { PhoneSession } from './session.ts';

/** The desk's phone: its line (line-state.ts), what it does about the call on the desk (ring-state.ts), and with what it is spoken. */
class Phone {
  #line = $state<LineState>('off');
  #ring = $state<RingState>('idle');
  #muted = $state(false);
  #isReached = $state(true);
  #callId: string | null = null;
  #session: PhoneSession | null = null;
  #close: (() => void) | null = null;
  #next: PhoneAccess | null = null;
  readonly #bell = new Ring();
  /** What the person speaks into and hears with. */
  readonly headset = new Headset(async (track) => {
    track.enabled = !this.#muted;
    await this.#session?.speakWith(track);
  });

  get line(): LineState {
    return this.#line;
  }
  get ring(): RingState {
    return this.#ring;
  }
  get muted(): boolean {
    return this.#muted;
  }
  /** Whether the sound of the call comes through, either way. */
  get isReached(): boolean {
    return this.#isReached;
  }
  /** What the server is told of this phone. */
  get report(): 'registered' | 'unregistered' | 'no-microphone' {
    if (this.headset.problem) return 'no-microphone';
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
    const stream = await this.headset.open();
    if (!session || session !== this.#session) return closeStream(stream);
    if (!stream) return this.#onRing('no-microphone');
    this.headset.speakInto(stream);
    session.answer(
      stream,
      (heard) => this.headset.hear(heard),
      (isReached) => {
        this.#isReached = isReached;
      },
    );
  }

  #letGo(): void {
    this.#session?.drop();
    this.#session = null;
    this.#isReached = true;
    this.headset.letGo();
    if (this.#next) this.start(this.#next);
  }
}

export const phone = new Phone();
