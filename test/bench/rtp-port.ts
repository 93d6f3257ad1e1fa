import dgram from 'node:dgram';
import { once } from 'node:events';
import { decode, payloadType, silentByte } from '../town/sound/g711.ts';

/** One packet of sound, with the moment it was received (ms of the monotonic clock). */
export interface SoundPacket {
  readonly atMs: number;
  readonly bytes: Buffer;
}

const headerBytes = 12;
const frameSamples = 160;
export const frameMs = 20;
const keyPayload = 101;
const loud = 300;

/** So long is a key held, as people do who are quick. */
const keyFrames = 5;

/** The payload bytes whose sample is loud enough to be heard. */
const voiced = Array.from({ length: 256 }, (_, byte) => {
  const [sample = 0] = decode('alaw', Uint8Array.of(byte));
  return Math.abs(sample) > loud;
});

interface HeldKey {
  readonly event: number;
  frame: number;
  beganAt: number;
  pressedAtMs: number;
  readonly released: (held: { pressedAtMs: number; releasedAtMs: number }) => void;
}

interface Speech {
  readonly sound: Uint8Array;
  at: number;
  readonly said: () => void;
}

/** Whether anything can be heard in it. */
export function isVoiced({ bytes }: SoundPacket): boolean {
  return bytes.some((byte) => voiced[byte]);
}

/**
 * The sound of one telephone at a time: it keeps what comes, and sends a frame of silence each 20 ms, or of what is said, or a held key
 * (RFC 4733). Whoever uses it calls `tick` every 20 ms.
 */
export class RtpPort {
  readonly port: number;
  readonly #socket: dgram.Socket;
  readonly #address: string;
  #far: { address: string; port: number } | undefined;
  #packets: SoundPacket[] = [];
  #isDeaf = false;
  #frame = 0;
  #key: HeldKey | undefined;
  #speech: Speech | undefined;

  static async open(address: string): Promise<RtpPort> {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new RtpPort(socket, address);
  }

  private constructor(socket: dgram.Socket, address: string) {
    this.#socket = socket;
    this.#address = address;
    this.port = socket.address().port;
    socket.on('message', (data, from) => {
      const atMs = performance.now();
      // Before the answer was read nothing is known of the far end; sound may be a moment ahead of it.
      if (this.#far && from.port !== this.#far.port) return;
      if (!this.#isDeaf && ((data[1] ?? 0) & 0x7f) === payloadType.alaw)
        this.#packets.push({ atMs, bytes: data.subarray(headerBytes) });
    });
    socket.on('error', () => undefined);
  }

  /** What was heard since `clear`. */
  get packets(): readonly SoundPacket[] {
    return this.#packets;
  }

  connect(address: string, port: number): void {
    this.#far = { address, port };
  }

  /** Ready for the next call. */
  clear(): void {
    this.#far = undefined;
    this.#packets = [];
    this.#hear();
    this.#key = undefined;
    this.#speech = undefined;
  }

  /**
   * Nothing of what comes from now on costs this process anything: the kernel throws it away, for it takes only what the port sends to
   * itself. Hundreds of phones that wait are elsewhere in life.
   */
  stopListening(): void {
    this.#packets = [];
    this.#isDeaf = true;
    this.#socket.connect(this.port, this.#address);
  }

  /** Holds a key for 100 ms from the next frame on. @returns when it was pressed and let go: its first packet was sent, and its end */
  press(key: string): Promise<{ pressedAtMs: number; releasedAtMs: number }> {
    return new Promise((released) => {
      this.#key = { event: '0123456789*#'.indexOf(key), frame: 0, beganAt: 0, pressedAtMs: 0, released };
    });
  }

  /** Says this, in A-law, from the next frame on. Resolves when the last of it was sent. */
  says(sound: Uint8Array): Promise<void> {
    return new Promise((said) => {
      this.#speech = { sound, at: 0, said };
    });
  }

  tick(): void {
    if (!this.#far) return;
    if (this.#key) this.#sendKey(this.#key);
    else if (this.#speech) this.#sendSpeech(this.#speech);
    else this.#send(payloadType.alaw, this.#frame * frameSamples, silence);
    this.#frame++;
  }

  close(): void {
    this.#socket.close();
  }

  #sendSpeech(speech: Speech): void {
    const frame = Buffer.from(silence);
    frame.set(speech.sound.subarray(speech.at, speech.at + frameSamples));
    this.#send(payloadType.alaw, this.#frame * frameSamples, frame);
    speech.at += frameSamples;
    if (speech.at < speech.sound.length) return;
    this.#speech = undefined;
    speech.said();
  }

  #sendKey(key: HeldKey): void {
    if (key.frame === 0) {
      key.beganAt = this.#frame * frameSamples;
      key.pressedAtMs = performance.now();
    }
    key.frame++;
    const ended = key.frame > keyFrames;
    const payload = Buffer.alloc(4);
    payload[0] = key.event;
    payload[1] = 10 | (ended ? 0x80 : 0);
    payload.writeUInt16BE(Math.min(key.frame, keyFrames) * frameSamples, 2);
    this.#send(keyPayload, key.beganAt, payload, key.frame === 1);
    if (!ended) return;
    key.released({ pressedAtMs: key.pressedAtMs, releasedAtMs: performance.now() });
    this.#key = undefined;
  }

  #send(type: number, timestamp: number, payload: Buffer, marked = false): void {
    if (!this.#far) return;
    const packet = Buffer.alloc(headerBytes + payload.length);
    packet[0] = 0x80;
    packet[1] = type | (marked ? 0x80 : 0);
    packet.writeUInt16BE(this.#frame & 0xffff, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.port, 8);
    packet.set(payload, headerBytes);
    // Who is connected sends to nobody else.
    const wasDeaf = this.#isDeaf;
    this.#hear();
    this.#socket.send(
      packet,
      this.#far.port,
      this.#far.address,
      () => wasDeaf && this.#far && this.stopListening(),
    );
  }

  #hear(): void {
    if (this.#isDeaf) this.#socket.disconnect();
    this.#isDeaf = false;
  }
}

const silence = Buffer.alloc(frameSamples, silentByte('alaw'));
