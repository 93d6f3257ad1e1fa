import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HolosError } from '../../errors.ts';
import { frameMs, isVoiced, RtpPort, type SoundPacket } from './rtp-port.ts';
import { newBranch, type SipIn, SipLine } from './sip-line.ts';

const answerLimitMs = 3_000;
const hangUpLimitMs = 2_000;
/** What nobody answers is sent again after this, then after twice as long, and so on (RFC 3261, 17.1.1.2: T1). */
const firstAgainMs = 500;
const lookEveryMs = 10;
/** Frames are sent in groups of calls, so that not all phones speak in the same instant. */
const groups = 4;
/** Those who only wait send a frame every two seconds: hundreds of them would be a load of their own. */
const restingEveryTicks = (2_000 / frameMs) * groups;

/** A call did not go as it must; `what` is the word it is counted under. */
export class CallFailed extends HolosError {
  constructor(what: string) {
    super('bench.call-failed', what);
  }
}

/** Telephones at the carrier's address, which are measured packet by packet. */
export class Phones {
  readonly #line: SipLine;
  readonly #holos: { address: string; port: number };
  readonly #free: RtpPort[] = [];
  readonly #talking = new Set<RtpPort>();
  readonly #resting = new Set<RtpPort>();
  readonly #timer: NodeJS.Timeout;
  #tick = 0;

  static async open(from: string, holos: { address: string; port: number }): Promise<Phones> {
    return new Phones(await SipLine.open(from, holos), holos);
  }

  private constructor(line: SipLine, holos: { address: string; port: number }) {
    this.#line = line;
    this.#holos = holos;
    const began = performance.now();
    // A timer that comes late is made up for.
    const due = () => Math.floor(((performance.now() - began) * groups) / frameMs);
    this.#timer = setInterval(() => {
      for (; this.#tick < due(); this.#tick++) this.#speak(this.#tick % groups);
    }, frameMs / groups);
  }

  /** Dials, and answers when the call is up. @throws CallFailed */
  async call(number: string, from: string): Promise<PhoneCall> {
    const rtp = this.#free.pop() ?? (await RtpPort.open(this.#line.address));
    rtp.clear();
    const call = new PhoneCall(this.#line, rtp, this.#holos, number, from, {
      rests: () => {
        rtp.stopListening();
        this.#talking.delete(rtp);
        this.#resting.add(rtp);
      },
      over: () => {
        this.#talking.delete(rtp);
        this.#resting.delete(rtp);
        rtp.clear();
        this.#free.push(rtp);
      },
    });
    this.#talking.add(rtp);
    await call.answered();
    return call;
  }

  /** Opens so many sockets ahead, so that a call does not wait for one. */
  async warm(count: number): Promise<void> {
    while (this.#free.length < count) this.#free.push(await RtpPort.open(this.#line.address));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const rtp of [...this.#free, ...this.#talking, ...this.#resting]) rtp.close();
    this.#line.close();
  }

  #speak(group: number): void {
    for (const rtp of this.#talking) if (rtp.port % groups === group) rtp.tick();
    // Often enough that Asterisk does not take them for lost.
    if (this.#tick % restingEveryTicks === 0) for (const rtp of this.#resting) rtp.tick();
  }
}

/** One call from a measured telephone. All times are ms of the monotonic clock. */
export class PhoneCall {
  readonly callId = `${randomBytes(8).toString('hex')}@bench`;
  readonly rtp: RtpPort;
  invitedAtMs = 0;
  okAtMs = 0;
  readonly #line: SipLine;
  readonly #holos: { address: string; port: number };
  readonly #number: string;
  readonly #from: string;
  readonly #use: { rests: () => void; over: () => void };
  readonly #stopListening: () => void;
  #to: string;
  #isHeard = false;
  #hungUp = false;
  #heard: (message: SipIn) => void = () => undefined;

  constructor(
    line: SipLine,
    rtp: RtpPort,
    holos: { address: string; port: number },
    number: string,
    from: string,
    use: { rests: () => void; over: () => void },
  ) {
    this.#line = line;
    this.rtp = rtp;
    this.#holos = holos;
    this.#number = number;
    this.#from = `<sip:${from}@${line.address}>;tag=${this.callId.slice(0, 8)}`;
    this.#to = `<sip:${number}@${holos.address}>`;
    this.#use = use;
    this.#stopListening = line.take(this.callId, (message) => this.#hear(message));
  }

  /** Sends the INVITE and waits for its answer. @throws CallFailed */
  async answered(): Promise<void> {
    const answer = this.#until((message) => message.status >= 200, answerLimitMs);
    const { address } = this.#line;
    const branch = newBranch();
    const invite = {
      headers: ['Content-Type: application/sdp'],
      body: [
        'v=0',
        `o=- 1 1 IN IP4 ${address}`,
        's=-',
        `c=IN IP4 ${address}`,
        't=0 0',
        `m=audio ${this.rtp.port} RTP/AVP 8 101`,
        'a=rtpmap:101 telephone-event/8000',
        'a=ptime:20',
        '',
      ].join('\r\n'),
    };
    this.invitedAtMs = performance.now();
    const stop = this.#sendUntilHeard(() => this.#send('INVITE', 1, { ...invite, branch }));
    const message = await answer;
    stop();
    if (message?.status !== 200) {
      this.#over();
      if (!message) this.#giveUp(branch);
      throw new CallFailed(message ? `answered ${message.status}` : 'not answered');
    }
    this.okAtMs = message.atMs;
    this.#to = message.headers.get('to') ?? this.#to;
    this.rtp.connect(this.#holos.address, Number(/m=audio (\d+)/.exec(message.body)?.[1]));
    this.#send('ACK', 1);
  }

  /** The first packet that fits among those that have come and will. @throws CallFailed named `missing` */
  async hears(
    fits: (packet: SoundPacket) => boolean,
    { afterMs = 0, limitMs = 2_000, missing = 'no sound' } = {},
  ): Promise<SoundPacket> {
    const giveUpAt = performance.now() + limitMs;
    for (;;) {
      // Found a little later, but timed by its receipt: looking less often leaves the machine to those who are measured.
      const found = this.rtp.packets.find((packet) => packet.atMs >= afterMs && fits(packet));
      if (found) return found;
      if (this.#hungUp) throw new CallFailed('hung up by the other end');
      if (performance.now() > giveUpAt) throw new CallFailed(missing);
      await pause(lookEveryMs);
    }
  }

  /** From now on it is only up: nothing that comes is kept, and hardly anything is sent. */
  rests(): void {
    this.#use.rests();
  }

  hearsVoice(afterMs = 0): Promise<SoundPacket> {
    return this.hears(isVoiced, { afterMs });
  }

  /** Hangs up, and waits until the other end agrees. @throws CallFailed */
  async hangsUp(): Promise<void> {
    if (this.#hungUp) {
      this.#over();
      return;
    }
    const answer = this.#until(
      (message) => message.status >= 200 && message.headers.get('cseq') === '2 BYE',
      hangUpLimitMs,
    );
    const branch = newBranch();
    const stop = this.#sendUntilHeard(() => this.#send('BYE', 2, { branch }));
    const message = await answer;
    stop();
    this.#over();
    if (!message) throw new CallFailed('hang-up not answered');
  }

  /** Rings no longer, and whoever answers all the same is hung up on: nothing is left of a call for those who are measured next. */
  #giveUp(branch: string): void {
    const stop = this.#line.take(this.callId, (message) => {
      const isUnknown = message.status === 481;
      const isFinal = message.status >= 200 && message.headers.get('cseq') === '1 INVITE';
      if (isUnknown || isFinal) stop();
      if (!isFinal) return;
      this.#to = message.headers.get('to') ?? this.#to;
      const isAnswered = message.status === 200;
      this.#send('ACK', 1, isAnswered ? {} : { branch });
      if (isAnswered) this.#send('BYE', 2);
    });
    this.#send('CANCEL', 1, { branch });
  }

  #over(): void {
    this.#stopListening();
    this.#use.over();
  }

  #hear(message: SipIn): void {
    this.#isHeard = true;
    if (message.method === 'BYE') {
      this.#hungUp = true;
      this.#line.answer(message, 200, 'OK');
    } else if (message.status === 200 && message.headers.get('cseq') === '1 INVITE' && this.okAtMs > 0) {
      // Its acknowledgement was lost.
      this.#send('ACK', 1);
    }
    this.#heard(message);
  }

  #until(fits: (message: SipIn) => boolean, limitMs: number): Promise<SipIn | undefined> {
    return new Promise((resolve) => {
      const settle = (message?: SipIn) => {
        clearTimeout(limit);
        this.#heard = () => undefined;
        resolve(message);
      };
      const limit = setTimeout(settle, limitMs);
      this.#heard = (message) => fits(message) && settle(message);
    });
  }

  /** Sends at once, and again until the other end is heard or the returned function is called. */
  #sendUntilHeard(send: () => void): () => void {
    this.#isHeard = false;
    let afterMs = firstAgainMs;
    const again = () => {
      if (this.#isHeard) return;
      send();
      afterMs *= 2;
      timer = setTimeout(again, afterMs);
    };
    let timer = setTimeout(again, afterMs);
    send();
    return () => clearTimeout(timer);
  }

  #send(
    method: string,
    cseq: number,
    more: { headers?: string[]; body?: string; branch?: string } = {},
  ): void {
    this.#line.send({
      method,
      uri: `sip:${this.#number}@${this.#holos.address}:${this.#holos.port}`,
      from: this.#from,
      to: this.#to,
      callId: this.callId,
      cseq,
      ...more,
    });
  }
}
