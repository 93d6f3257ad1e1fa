import dgram from 'node:dgram';
import { once } from 'node:events';
import { RawSip, type SipRequest } from '../town/raw-sip.ts';
import { decode, encode } from '../town/sound/g711.ts';

const frameMs = 20;
const frameSamples = 160;
const headerBytes = 12;
const loud = 2000;

/** A tone of 40 ms at the beginning of every second. */
export function beeps(seconds: number, hertz: number): Int16Array {
  return Int16Array.from({ length: seconds * 8000 }, (_, index) =>
    index % 8000 < 320 ? 12_000 * Math.sin((2 * Math.PI * hertz * index) / 8000) : 0,
  );
}

/** Where beeps begin in 8 kHz sound, in ms: loud samples after 60 ms without one. */
export function onsetsMs(sound: Int16Array): number[] {
  const found: number[] = [];
  let last = -1000;
  sound.forEach((sample, index) => {
    if (Math.abs(sample) < loud) return;
    if (index - last > 480) found.push(index / 8);
    last = index;
  });
  return found;
}

/**
 * A telephone that beeps each second and may be silent as a telephone on hold is: it sends nothing at all then. It notes by
 * the clock when it sent each beep and when each one it heard arrived.
 */
export class BeepingPhone {
  /** Times on the clock (ms since 1970) at which beeps were sent, and at which they were heard. */
  readonly sentAt: number[] = [];
  readonly heardAt: number[] = [];
  /** How late this phone was at worst with what it had to send: a busy machine holds up the phone, too. */
  lateMs = 0;
  readonly #sip: RawSip;
  readonly #rtp: dgram.Socket;
  readonly #quiet: readonly (readonly [fromMs: number, toMs: number])[];
  #timer: NodeJS.Timeout | undefined;
  #invite: SipRequest | undefined;
  #lastLoudAt = 0;

  private constructor(sip: RawSip, rtp: dgram.Socket, quiet: readonly (readonly [number, number])[]) {
    this.#sip = sip;
    this.#rtp = rtp;
    this.#quiet = quiet;
    rtp.on('message', (packet) => this.#hear(packet));
  }

  /** @param quiet stretches of the call, in ms after the answer, in which nothing is sent */
  static async open(
    from: { address: string; port: number },
    to: { address: string; port: number },
    quiet: readonly (readonly [number, number])[] = [],
  ): Promise<BeepingPhone> {
    const rtp = dgram.createSocket('udp4');
    rtp.bind(0, from.address);
    await once(rtp, 'listening');
    return new BeepingPhone(await RawSip.open(from, to), rtp, quiet);
  }

  /** Dials; resolves when the call is answered and the phone beeps. */
  async calls(number: string, holosAddress: string): Promise<void> {
    const { address, port } = this.#rtp.address();
    const body = `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\na=ptime:20\r\n`;
    const request = {
      method: 'INVITE',
      uri: `sip:${number}@${holosAddress}`,
      from: `sip:+380501112233@${address}`,
      headers: { 'Content-Type': 'application/sdp' },
      body,
    };
    const answer = await this.#sip.asks(request);
    if (answer.status !== 200) throw new Error(answer.firstLine);
    this.#invite = { ...request, callId: answer.headers['call-id'], to: answer.headers.to };
    this.#beep(Number(/m=audio (\d+)/.exec(answer.body)?.[1]), holosAddress);
  }

  async hangsUp(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#invite)
      await this.#sip.asks({ ...this.#invite, method: 'BYE', cseq: 2, body: '', headers: {} });
    this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#rtp.close();
    this.#sip.close();
  }

  #beep(port: number, address: string): void {
    const second = beeps(1, 1000);
    const began = performance.timeOrigin + performance.now();
    let frame = 0;
    this.#timer = setInterval(() => {
      for (; began + frame * frameMs <= performance.timeOrigin + performance.now(); frame++) {
        const ms = frame * frameMs;
        if (this.#quiet.some(([from, to]) => ms >= from && ms < to)) continue;
        this.lateMs = Math.max(this.lateMs, performance.timeOrigin + performance.now() - began - ms);
        if (ms % 1000 === 0) this.sentAt.push(performance.timeOrigin + performance.now());
        const at = (frame % 50) * frameSamples;
        const packet = Buffer.alloc(headerBytes + frameSamples);
        packet[0] = 0x80;
        packet.writeUInt16BE(frame & 0xffff, 2);
        packet.writeUInt32BE(frame * frameSamples, 4);
        packet.writeUInt32BE(7, 8);
        packet.set(encode('ulaw', second.subarray(at, at + frameSamples)), headerBytes);
        this.#rtp.send(packet, port, address);
      }
    }, 5);
  }

  #hear(packet: Buffer): void {
    const arrivedAt = performance.timeOrigin + performance.now();
    const sound = decode('ulaw', packet.subarray(headerBytes));
    const first = sound.findIndex((sample) => Math.abs(sample) > loud);
    if (first < 0) return;
    if (arrivedAt - this.#lastLoudAt > 300) this.heardAt.push(arrivedAt + first / 8);
    this.#lastLoudAt = arrivedAt;
  }
}
