import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { parentPort } from 'node:worker_threads';
import { emptyPacket, frameSamples } from './rtp-packet.ts';

const frameMs = 20;
/** What was heard is told every 60 ms: a message costs the same however much is in it. */
const framesTold = 3;

/** What the thread is asked; `id`: of which port. */
export type Asked =
  | { kind: 'open'; id: number; address: string; payloadType: number; silence: number }
  | { kind: 'send-to'; id: number; address: string; port: number }
  /** Some sound, encoded, in place of what was being said. */
  | { kind: 'say'; id: number; speech: number; bytes: Uint8Array }
  | { kind: 'close'; id: number };

/** What it tells. Times are in ms of process.hrtime, which is the same in all threads. */
export type Told =
  | { kind: 'opened'; id: number; port: number }
  | { kind: 'failed'; id: number; error: Error }
  /** All that came until then, each packet with its time. */
  | { kind: 'heard'; id: number; packets: { bytes: Uint8Array; atMs: number }[]; untilMs: number }
  /** The last of it was sent, or it was cut off. */
  | { kind: 'said'; id: number; speech: number }
  | { kind: 'closed'; id: number };

const tell = (told: Told) => parentPort?.postMessage(told);
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** One UDP socket: sends a frame each 20 ms, what is being said, else silence, as a telephone does that is not muted. */
class Port {
  readonly #asked: Extract<Asked, { kind: 'open' }>;
  readonly #socket: Socket;
  readonly #ssrc = randomInt(2 ** 32);
  #far: { address: string; port: number; sinceMs: number } | undefined;
  #sent = 0;
  #ticks = 0;
  #heard: { bytes: Uint8Array; atMs: number }[] = [];
  #speech: { number: number; bytes: Uint8Array; at: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(asked: Extract<Asked, { kind: 'open' }>) {
    const { id, address } = asked;
    this.#asked = asked;
    this.#socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    this.#socket.once('error', (error) => tell({ kind: 'failed', id, error }));
    this.#socket.bind(0, address, () => {
      this.#socket.removeAllListeners('error');
      // A port of the far end that has just closed answers "unreachable"; the call's own end tells what happened.
      this.#socket.on('error', () => this.close());
      // Packets that wait in the socket are read before silence is taken for granted.
      this.#timer = setInterval(() => setImmediate(() => this.#tick()), frameMs);
      tell({ kind: 'opened', id, port: this.#socket.address().port });
    });
    this.#socket.on('message', (bytes) => this.#heard.push({ bytes, atMs: nowMs() }));
  }

  sendTo(address: string, port: number): void {
    this.#far = { address, port, sinceMs: nowMs() };
  }

  say(number: number, bytes: Uint8Array): void {
    this.#hush();
    this.#speech = { number, bytes, at: 0 };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#hush();
    this.#socket.close();
    this.#tellHeard(nowMs());
    tell({ kind: 'closed', id: this.#asked.id });
  }

  #hush(): void {
    if (this.#speech) tell({ kind: 'said', id: this.#asked.id, speech: this.#speech.number });
    this.#speech = undefined;
  }

  /** Sends as many frames as are due, for a timer that comes late is made up for, and tells what was heard. */
  #tick(): void {
    if (this.#closed) return;
    this.#ticks++;
    const untilMs = nowMs();
    if (this.#far) {
      const due = Math.floor((untilMs - this.#far.sinceMs) / frameMs);
      while (this.#sent < due) this.#sendFrame(this.#far);
    }
    if (this.#ticks % framesTold === 0) this.#tellHeard(untilMs);
  }

  #tellHeard(untilMs: number): void {
    tell({ kind: 'heard', id: this.#asked.id, packets: this.#heard, untilMs });
    this.#heard = [];
  }

  #sendFrame(far: { address: string; port: number }): void {
    const { payloadType, silence } = this.#asked;
    const { packet, body } = emptyPacket({ payloadType, silence, nth: this.#sent++, ssrc: this.#ssrc });
    const speech = this.#speech;
    if (speech) {
      body.set(speech.bytes.subarray(speech.at, speech.at + frameSamples));
      speech.at += frameSamples;
      if (speech.at >= speech.bytes.length) this.#hush();
    }
    this.#socket.send(packet, far.port, far.address);
  }
}

const ports = new Map<number, Port>();

parentPort?.on('message', (asked: Asked) => {
  if (asked.kind === 'open') ports.set(asked.id, new Port(asked));
  const port = ports.get(asked.id);
  if (asked.kind === 'send-to') port?.sendTo(asked.address, asked.port);
  if (asked.kind === 'say') port?.say(asked.speech, asked.bytes);
  if (asked.kind === 'close') {
    port?.close();
    ports.delete(asked.id);
  }
});
