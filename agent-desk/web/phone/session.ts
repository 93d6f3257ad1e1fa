import { C } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';

interface Request {
  getHeader(name: string): string | undefined;
}

/** One INVITE to this phone: which call it belongs to, and the little that is done with it. */
export class PhoneSession {
  readonly #session: RTCSession;
  /** The call it belongs to (`X-Holos-Call`); null when the caller of the phone did not say. */
  readonly callId: string | null;
  /** The operator comes back to a call after a refresh: it is answered by itself (`X-Holos-Resume: 1`). */
  readonly resume: boolean;
  #dropped = false;

  constructor(session: RTCSession, request: Request) {
    this.#session = session;
    this.callId = request.getHeader('X-Holos-Call') ?? null;
    this.resume = request.getHeader('X-Holos-Resume') === '1';
  }

  /** Takes the call with this microphone. `heard` gets what the far end says; `reached` is told when no sound comes through, and when it does again. */
  answer(
    microphone: MediaStream,
    heard: (stream: MediaStream) => void,
    reached: (isReached: boolean) => void,
  ): void {
    this.#session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('connectionstatechange', () => {
        const { connectionState: state } = peerconnection;
        if (!this.#dropped) reached(state !== 'disconnected' && state !== 'failed');
      });
      peerconnection.addEventListener('track', ({ streams, track }) => {
        if (!this.#dropped) heard(streams[0] ?? new MediaStream([track]));
      });
    });
    this.#session.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } });
  }

  onAccepted(listener: () => void): void {
    this.#session.on('confirmed', () => !this.#dropped && listener());
  }

  /** Ended by the server, or never came to be. */
  onEnded(listener: () => void): void {
    const tell = () => !this.#dropped && listener();
    this.#session.on('ended', tell);
    this.#session.on('failed', tell);
  }

  mute(on: boolean): void {
    if (on) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  /** Sends keys in the sound's own stream (RFC 4733). */
  press(keys: string): void {
    this.#session.sendDTMF(keys, {
      transportType: C.DTMF_TRANSPORT.RFC2833,
      duration: 160,
      interToneGap: 80,
    });
  }

  /** Speaks with another microphone from now on. */
  async speakWith(track: MediaStreamTrack): Promise<void> {
    const sender = this.#session.connection?.getSenders().find((one) => one.track?.kind === 'audio');
    await sender?.replaceTrack(track);
  }

  /** Says that this phone is busy: whoever rings it is told so at once, and does not hear it ring in vain. */
  refuse(): void {
    this.#dropped = true;
    this.#session.terminate({ status_code: 486 });
  }

  /** Lets go of it without a word to the server: ending a call is said over the live link, never by SIP. */
  drop(): void {
    this.#dropped = true;
    this.#session.connection?.close();
  }
}
