import { Worker } from 'node:worker_threads';
import { type Codec, encode, payloadType, silentByte } from './g711.ts';
import type { Hearing } from './hearing.ts';
import { readPacket } from './rtp-packet.ts';
import type { Asked, Told } from './rtp-thread.ts';

/**
 * A telephone's ear and mouth: RTP over one UDP socket. It hears into a Hearing, each packet where its timestamp says, and says what it
 * is told to.
 *
 * All of them are in one thread of their own. A process that leads Holos, or recognises what it hears, would speak in bursts, and
 * whoever hears it together with others would hear holes: Asterisk mixes every 20 ms what is there.
 */
export class RtpPort {
  readonly port: number;
  readonly #id: number;
  readonly #codec: Codec;
  readonly #hearing: Hearing;
  readonly #speeches = new Map<number, () => void>();
  #spoken = 0;
  #closed = false;

  /** @throws Node's error where no socket can be opened at this address */
  static async open(address: string, codec: Codec, hearing: Hearing): Promise<RtpPort> {
    const id = ++opened;
    const port = await new Promise<number>((resolve, reject) => {
      listeners.set(id, (told) => {
        if (told.kind === 'opened') resolve(told.port);
        if (told.kind !== 'failed') return;
        listeners.delete(id);
        reject(told.error);
      });
      const sounds = { payloadType: payloadType[codec], silence: silentByte(codec) };
      ask({ kind: 'open', id, address, ...sounds });
    });
    return new RtpPort(id, port, codec, hearing);
  }

  private constructor(id: number, port: number, codec: Codec, hearing: Hearing) {
    this.#id = id;
    this.port = port;
    this.#codec = codec;
    this.#hearing = hearing;
    listeners.set(id, (told) => this.#isTold(told));
  }

  /** Begins to send to the other end. */
  sendTo(address: string, port: number): void {
    // The call may be over before its sound could begin.
    if (!this.#closed) ask({ kind: 'send-to', id: this.#id, address, port });
  }

  /** Says some sound in place of what was being said; resolves when the last of it was sent, or was cut off. */
  say(samples: Int16Array): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const speech = ++this.#spoken;
    return new Promise((done) => {
      this.#speeches.set(speech, done);
      ask({ kind: 'say', id: this.#id, speech, bytes: encode(this.#codec, samples) });
    });
  }

  /** What came until now is heard still. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    ask({ kind: 'close', id: this.#id });
  }

  #isTold(told: Told): void {
    if (told.kind === 'closed') this.#isOver();
    if (told.kind === 'said') this.#isSaid(told.speech);
    if (told.kind !== 'heard') return;
    for (const { bytes, atMs } of told.packets) {
      const packet = readPacket(bytes, this.#codec);
      if (packet) this.#hearing.add(packet, hereMs(atMs));
    }
    this.#hearing.pass(hereMs(told.untilMs));
  }

  #isSaid(speech: number): void {
    this.#speeches.get(speech)?.();
    this.#speeches.delete(speech);
  }

  #isOver(): void {
    this.#closed = true;
    listeners.delete(this.#id);
    for (const speech of this.#speeches.keys()) this.#isSaid(speech);
    this.#hearing.close();
  }
}

let opened = 0;
let thread: Worker | undefined;
const listeners = new Map<number, (told: Told) => void>();

function ask(asked: Asked): void {
  thread ??= startThread();
  thread.postMessage(asked);
}

/** A thread does not take over from its process how TypeScript is loaded (Node 20), so it is told. */
const tsx = import.meta.resolve('tsx/esm/api');
const boot = `import(${JSON.stringify(tsx)}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./rtp-thread.ts', import.meta.url).href)});
})`;

function startThread(): Worker {
  const started = new Worker(boot, { eval: true });
  started.on('message', (told: Told) => listeners.get(told.id)?.(told));
  // It keeps no process alive: calls do.
  started.unref();
  return started;
}

/** The thread's time as ms of performance.now() here. */
const offsetMs = performance.now() - Number(process.hrtime.bigint()) / 1e6;
const hereMs = (threadMs: number) => threadMs + offsetMs;
