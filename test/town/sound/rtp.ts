import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { type Codec, decode, encode, payloadType, silentByte } from './g711.ts';
import type { Hearing } from './hearing.ts';

const frameSamples = 160;
const frameMs = 20;
const headerBytes = 12;

/**
 * A telephone's ear and mouth: RTP over one UDP socket. It hears into a Hearing, each packet where its timestamp says, and sends a
 * frame each 20 ms: what is being said, else silence, as a telephone does that is not muted.
 */
export class RtpPort {
  readonly port: number;
  readonly #socket: Socket;
  readonly #codec: Codec;
  readonly #hearing: Hearing;
  #far: { address: string; port: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAtMs = 0;
  #sent = 0;
  #closed = false;
  readonly #ssrc = randomInt(2 ** 32);
  #speech: { bytes: Uint8Array; at: number; done: () => void } | undefined;

  static async open(address: string, codec: Codec, hearing: Hearing): Promise<RtpPort> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, address, resolve);
    });
    socket.removeAllListeners('error');
    return new RtpPort(socket, codec, hearing);
  }

  private constructor(socket: Socket, codec: Codec, hearing: Hearing) {
    this.#socket = socket;
    this.#codec = codec;
    this.#hearing = hearing;
    this.port = socket.address().port;
    socket.on('message', (packet) => this.#hear(packet));
    // A port of the far end that has just closed answers "unreachable"; the call's own end tells what happened.
    socket.on('error', () => this.close());
  }

  /** Begins to send to the other end. */
  sendTo(address: string, port: number): void {
    // The call may be over before its sound could begin.
    if (this.#closed) return;
    this.#far = { address, port };
    this.#startedAtMs = performance.now();
    this.#timer = setInterval(() => this.#tick(), frameMs);
  }

  /** Says some sound in place of what was being said; resolves when the last of it was sent, or was cut off. */
  say(samples: Int16Array): Promise<void> {
    this.#speech?.done();
    return new Promise((done) => {
      this.#speech = { bytes: encode(this.#codec, samples), at: 0, done };
    });
  }

  hush(): void {
    this.#speech?.done();
    this.#speech = undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.hush();
    this.#socket.close();
    this.#hearing.close();
  }

  #hear(packet: Buffer): void {
    if (packet.length <= headerBytes || ((packet[1] ?? 0) & 0x7f) !== payloadType[this.#codec]) return;
    const sound = decode(this.#codec, packet.subarray(headerBytes + 4 * ((packet[0] ?? 0) & 15)));
    const sequence = packet.readUInt16BE(2);
    const timestamp = packet.readUInt32BE(4);
    this.#hearing.add({ ssrc: packet.readUInt32BE(8), sequence, timestamp, sound });
  }

  /** Sends as many frames as are due: a timer that comes late is made up for. */
  #tick(): void {
    // Packets that wait in the socket are read before silence is taken for granted.
    setImmediate(() => this.#hearing.pass());
    const due = Math.floor((performance.now() - this.#startedAtMs) / frameMs);
    while (this.#sent < due && !this.#closed) this.#sendFrame();
  }

  #sendFrame(): void {
    if (!this.#far) return;
    const packet = Buffer.alloc(headerBytes + frameSamples, silentByte(this.#codec));
    packet[0] = 0x80;
    packet[1] = payloadType[this.#codec] | (this.#sent === 0 ? 0x80 : 0);
    packet.writeUInt16BE(this.#sent & 0xffff, 2);
    packet.writeUInt32BE((this.#sent * frameSamples) >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    const speech = this.#speech;
    if (speech) {
      packet.set(speech.bytes.subarray(speech.at, speech.at + frameSamples), headerBytes);
      speech.at += frameSamples;
      if (speech.at >= speech.bytes.length) this.hush();
    }
    this.#sent++;
    this.#socket.send(packet, this.#far.port, this.#far.address);
  }
}
