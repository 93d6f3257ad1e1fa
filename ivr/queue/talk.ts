import { HolosError } from '../../errors.ts';
import type { Consulted, TransferTo } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Leg, Telephone } from '../../telephony/call/leg.ts';
import { unlessGone } from '../../telephony/call/room.ts';
import { waitFor, within } from '../../telephony/call/waiting.ts';
import { Consult, type Helper } from './consult.ts';
import { ringAgain, whenSoundStops } from './lost-phone.ts';
import type { Operators } from './operators.ts';

export interface TalkParts {
  operators: Operators;
  endpointOf: (operatorId: number) => string;
  log: Logger;
  /** Rings somebody else for a call, see `bring.ts`. @throws NotReached, or the signal's reason */
  bring: (call: Call, who: Consulted, askedBy: number, signal: AbortSignal) => Promise<Helper>;
  /** Whether operators say after a talk what it came to. */
  withDispositions: boolean;
}

/** How a talk ended for its operator, while the caller is still there. */
export type TalkEnd =
  | { kind: 'operator-ended' }
  | { kind: 'operator-lost' }
  /** To be sent on, without anybody having been talked to. */
  | { kind: 'transferred'; to: TransferTo }
  /** The caller talks on with the one who was asked. */
  | { kind: 'handed-over'; to: Telephone; who: Consulted };

/** How long a caller waits for a lost operator before going back to the head of the line. */
const returnMs = 30_000;

/**
 * One talk between the caller in the room and one operator: hold, a lost and returning operator, the end.
 *
 *   talking ──hold──▶ held ──resume──▶ talking
 *      │ phone lost (hung up, or the desk is gone and no sound comes)
 *      ▼
 *   returning ──phone registered again, picked up──▶ talking
 *      │ 30 s                                            (held, if it was)
 *      ▼
 *   operator-lost                       end, or the caller hangs up: over
 */
export class Talk {
  readonly call: Call;
  readonly operatorId: number;
  #leg: Leg;
  #held = false;
  #recordingOff = false;
  #consult: Consult | null = null;
  #endsWith: TalkEnd = { kind: 'operator-ended' };
  #stage: 'talking' | 'returning' = 'talking';
  readonly #parts: TalkParts;
  readonly #ended = new AbortController();
  readonly #since: Date;

  constructor(call: Call, leg: Leg, operatorId: number, parts: TalkParts, since = new Date()) {
    this.call = call;
    this.operatorId = operatorId;
    this.#leg = leg;
    this.#parts = parts;
    this.#since = since;
  }

  /** The talk from the pick-up to its end. Rejects with the call's reason when the caller hangs up. */
  async run(leg: 'enter' | 'inside' | 'held'): Promise<TalkEnd> {
    this.#held = leg === 'held';
    this.#show();
    try {
      if (leg === 'enter') await this.#letIn();
      while (true) {
        const why = await this.#untilLostOrEnded();
        if (why === 'ended') return this.#endsWith;
        if (await this.#bringBack()) continue;
        if (!this.#ended.signal.aborted) this.#endsWith = { kind: 'operator-lost' };
        return this.#endsWith;
      }
    } finally {
      await this.#over();
    }
  }

  /** Whatever Asterisk says to the hang-up, the operator is free again. */
  async #over(): Promise<void> {
    const { operatorId } = this;
    this.switchRecording(true);
    try {
      // Of three, those who are with the caller stay with him.
      if (this.#endsWith.kind !== 'handed-over') await this.#consult?.end('back');
      await this.#leg.hangUp();
    } finally {
      const talkMs = Date.now() - this.#since.getTime();
      this.call.step({ kind: 'left-operator', operatorId, talkMs });
      this.#parts.operators.setDesk(operatorId, null);
      this.#parts.operators.talkEnded(operatorId, this.#disposes ? this.call.id : null);
    }
  }

  /** Who hands the call on within the company leaves it to the next one to say what it came to. */
  get #disposes(): boolean {
    const end = this.#endsWith;
    if (!this.#parts.withDispositions) return false;
    if (end.kind === 'transferred') return 'number' in end.to;
    if (end.kind === 'handed-over') return 'number' in end.who;
    return end.kind === 'operator-ended';
  }

  /** A phone that has gone in this very moment is told of by its own end. */
  #letIn(): Promise<void> {
    return unlessGone(this.call.room.enter(this.#leg.channelId));
  }

  /** Hold: the operator leaves the room, music comes. */
  async hold(on: boolean): Promise<void> {
    if (on === this.#held || this.#stage !== 'talking' || this.#consult?.state) return;
    const { room } = this.call;
    if (on) {
      await room.leave(this.#leg.channelId);
      await this.call.music(true);
    } else {
      await this.call.music(false);
      await this.#letIn();
    }
    this.#held = on;
    this.call.step({ kind: on ? 'held' : 'resumed', operatorId: this.operatorId });
    this.#show();
  }

  /** The operator ends the talk. */
  end(): void {
    this.#ended.abort();
  }

  /** Sends the caller on at once; the operator is out of the call. */
  transfer(to: TransferTo): void {
    this.#notWhileConsulting();
    this.call.step({ kind: 'transferred', operatorId: this.operatorId, to });
    this.#endsWith = { kind: 'transferred', to };
    this.#ended.abort();
  }

  /** Has somebody else rung, while the caller hears music. @throws HolosError `desk.not-now` while another is asked already */
  async consult(who: Consulted): Promise<void> {
    this.#notWhileConsulting();
    await this.hold(true);
    this.call.step({ kind: 'consulted', operatorId: this.operatorId, with: who });
    const { bring, log } = this.#parts;
    const consult: Consult = new Consult({
      call: this.call,
      asking: () => this.#leg,
      with: who,
      ring: (signal) => bring(this.call, who, this.operatorId, signal),
      changed: () => this.#show(),
      log,
    });
    this.#consult = consult;
    this.#show();
    void consult.begin();
  }

  /** Whether this colleague was asked for help, and is in the call. */
  hasAsked(operatorId: number): boolean {
    const who = this.#consult?.state?.with;
    return who !== undefined && 'operatorId' in who && who.operatorId === operatorId;
  }

  /** The one who was asked leaves; the operator goes on. */
  async letGo(): Promise<void> {
    await this.#consult?.end('left');
  }

  /** Back to the caller, without the one who was asked. */
  async back(): Promise<void> {
    await this.#consult?.end('back');
    await this.hold(false);
  }

  /** All three together. @throws HolosError `desk.not-now` before it was picked up */
  async join(): Promise<void> {
    await this.#asked().join();
    this.#held = false;
    this.call.step({ kind: 'three-together', operatorId: this.operatorId });
    this.#show();
  }

  /** The one who was asked talks on with the caller; the operator is out of the call. @throws HolosError `desk.not-now` */
  async handOver(): Promise<void> {
    const consult = this.#asked();
    const who = consult.state?.with as Consulted;
    const to = await consult.handOver();
    this.call.step({ kind: 'transferred', operatorId: this.operatorId, to: who });
    this.#endsWith = { kind: 'handed-over', to, who };
    this.#ended.abort();
  }

  /** Switches the recording off while something is told that nobody may keep, and on again; it is on again at the end of the talk. */
  switchRecording(on: boolean): void {
    if (on !== this.#recordingOff) return;
    this.#recordingOff = !on;
    this.call.step({ kind: on ? 'recording-on' : 'recording-off', operatorId: this.operatorId });
    if (!this.#ended.signal.aborted) this.#show();
  }

  #asked(): Consult {
    if (!this.#consult?.state)
      throw new HolosError('desk.not-now', 'nobody was asked', { callId: this.call.id });
    return this.#consult;
  }

  #notWhileConsulting(): void {
    if (this.#stage === 'talking' && !this.#consult?.state) return;
    throw new HolosError('desk.not-now', 'not while somebody else is asked', { callId: this.call.id });
  }

  async #untilLostOrEnded(): Promise<'lost' | 'ended'> {
    const why = await waitFor<'lost' | 'ended'>(
      (done) => {
        const ended = () => done('ended');
        const gone = () => done(this.#hangUpMeansEnd ? 'ended' : 'lost');
        if (this.#ended.signal.aborted) ended();
        if (this.#leg.gone.aborted) gone();
        this.#ended.signal.addEventListener('abort', ended);
        this.#leg.gone.addEventListener('abort', gone);
        const stopLooking = this.#hangUpMeansEnd
          ? () => undefined
          : whenSoundStops(this.#leg, this.#parts, () => done('lost'));
        return () => {
          this.#ended.signal.removeEventListener('abort', ended);
          this.#leg.gone.removeEventListener('abort', gone);
          stopLooking();
        };
      },
      { signal: this.call.signal },
    );
    return why ?? 'ended';
  }

  /** A SIP phone that hangs up is an operator who ends the talk; a browser's phone only hangs up when it is lost. */
  get #hangUpMeansEnd(): boolean {
    return this.#parts.operators.phone(this.operatorId).kind === 'sip';
  }

  /** The caller hears that the operator is coming back, and is with him again as soon as his phone is there. */
  async #bringBack(): Promise<boolean> {
    const { call, operatorId } = this;
    this.#stage = 'returning';
    call.step({ kind: 'operator-lost', operatorId });
    // Whom the caller hears already stays with him.
    if (!this.#consult?.isWithCaller) await this.#consult?.end('back');
    this.#show();
    await this.#leg.hangUp();
    await this.#consult?.stayWithCaller();
    const limit = within(returnMs, AbortSignal.any([call.signal, this.#ended.signal]));
    const comfort = this.#comfort(limit);
    const leg = await ringAgain(call, operatorId, this.#parts, limit);
    await comfort.stop();
    if (!leg) {
      call.signal.throwIfAborted();
      return false;
    }
    this.#leg = leg;
    this.#stage = 'talking';
    // Who was on hold stays there: nobody is heard before the operator wants it.
    if (this.#held) await call.music(true);
    else await this.#letIn();
    call.step({ kind: 'operator-back', operatorId });
    this.#show();
    return true;
  }

  /** A sentence, then music, until stopped. */
  #comfort(limit: AbortSignal): { stop: () => Promise<void> } {
    const back = new AbortController();
    const speaking = (async () => {
      await this.call.music(false);
      await this.call.sayUntil(AbortSignal.any([back.signal, limit]), 'operator.returning');
      if (!back.signal.aborted && !limit.aborted) await this.call.music(true);
    })();
    // A caller who hangs up in the middle ends the talk elsewhere; here it only means that nobody listens.
    const quiet = speaking.catch((error) => {
      if (!this.call.signal.aborted) throw error;
    });
    return {
      stop: async () => {
        back.abort();
        await quiet;
        if (!this.call.signal.aborted) await this.call.music(false);
      },
    };
  }

  #show(): void {
    this.#parts.operators.setDesk(this.operatorId, {
      callId: this.call.id,
      stage: this.#stage,
      held: this.#held,
      since: this.#since,
      consult: this.#consult?.state ?? null,
      recordingOff: this.#recordingOff,
    });
  }
}
