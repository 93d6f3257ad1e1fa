import { HolosError } from '../../errors.ts';
import type { SuperviseEnd, SuperviseHow, SupervisingState } from '../../events.ts';
import type { Logger } from '../../log.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { ringOperator } from '../../telephony/call/leg.ts';
import { untilFired } from '../../telephony/call/waiting.ts';
import { whenSoundStops } from './lost-phone.ts';
import type { Operators } from './operators.ts';
import { nextSupervising, type SupervisingEvent, type SupervisingStage } from './supervising-table.ts';
import { type Position, SupervisorPhone } from './supervisor-phone.ts';
import type { Talk } from './talk.ts';

export interface SupervisingParts {
  operators: Operators;
  /** The dial string of an operator's phone. */
  endpointOf: (operatorId: number) => string;
  log: Logger;
  /** What his desk shows of it has changed; null: it is over, and `ended` says why, where he has not left it himself. */
  changed: (state: SupervisingState | null, ended: SuperviseEnd | null) => void;
}

/** How long the supervisor's own phone may ring; a browser picks up by itself. */
const ownRingMs = 20_000;

/** One supervisor at one talk; see supervising-table.ts. */
export class Supervising {
  readonly talk: Talk;
  readonly supervisorId: number;
  /** Resolves when nothing of it is left. */
  readonly done: Promise<void>;
  readonly #parts: SupervisingParts;
  readonly #over = new AbortController();
  #stage: SupervisingStage = 'ringing';
  #how: SuperviseHow;
  /** Null until it is picked up, and when it belongs to the talk. */
  #phone: SupervisorPhone | null = null;
  #moving: Promise<void> | undefined;
  /** He is at the talk no more, but at another one. */
  #movesOn = false;
  #ended: SuperviseEnd | null = null;

  constructor(talk: Talk, supervisorId: number, how: SuperviseHow, parts: SupervisingParts) {
    this.talk = talk;
    this.supervisorId = supervisorId;
    this.#how = how;
    this.#parts = parts;
    this.#tell();
    this.done = this.#run();
  }

  get isOver(): boolean {
    return this.#stage === 'over';
  }

  get state(): SupervisingState | null {
    if (this.#stage === 'over') return null;
    const { call, operatorId } = this.talk;
    const stage = this.#isThere ? 'on' : 'ringing';
    return { callId: call.id, operatorId, how: this.#how, stage };
  }

  /** Whether he has come to the talk in any way yet. */
  get #isThere(): boolean {
    return (this.#phone?.how ?? null) !== null;
  }

  /** Whether this channel is the phone that he supervises with. */
  isWith(channelId: string): boolean {
    return this.#phone?.leg.channelId === channelId;
  }

  /** Listens, whispers or joins from now on. @throws HolosError `desk.not-now` */
  async change(how: SuperviseHow): Promise<void> {
    if (this.#stage === 'over' || this.#stage === 'taking-over') throw this.#notNow('it is over');
    if (how === 'join' && this.#how !== 'join' && !this.talk.mayBeJoined)
      throw this.#notNow('the operator is not with the caller');
    this.#how = how;
    this.#tell();
    if (this.#stage === 'ringing') return;
    await this.#follow();
    if (this.isOver) throw this.#notNow('it has ended meanwhile');
  }

  /** The talk is his from now on. @throws HolosError `desk.not-now` before his phone was picked up, and after the end */
  async takeOver(): Promise<void> {
    await this.#moving;
    const phone = this.#phone;
    if (!phone || !this.#hear('take-over')) throw this.#notNow('nobody listens yet');
    try {
      await phone.leaveSide();
      await this.talk.takeOver({ phone: phone.leg, give: () => this.#give() });
    } catch (error) {
      this.end({ ended: this.talk.over.aborted ? this.talk.howItEnded : 'failed' });
      throw error;
    }
  }

  /** `movesOn`: he is at another talk next, and is not free in between. `ended`: why, where he has not asked for it himself. */
  end({ movesOn = false, ended = null }: { movesOn?: boolean; ended?: SuperviseEnd | null } = {}): void {
    if (!this.#hear('end')) return;
    this.#movesOn = movesOn;
    this.#ended = ended;
    const { talk, supervisorId } = this;
    if (this.#isThere) talk.call.step({ kind: 'supervise-ended', supervisorId });
    this.#over.abort(new HolosError('supervise.over', 'the supervising is over'));
  }

  /** From the ringing of his phone to the end. Never fails. */
  async #run(): Promise<void> {
    const { talk } = this;
    const ends = () => this.end({ ended: talk.howItEnded });
    talk.over.addEventListener('abort', ends);
    const stopWatching = talk.onChanged(() => void this.#follow());
    let stopLooking = () => undefined as unknown;
    try {
      if (talk.over.aborted) ends();
      stopLooking = await this.#pickUp();
      await this.#follow();
      await untilFired(this.#over.signal);
    } catch (error) {
      if (error instanceof NotReached) this.end({ ended: 'not-reached' });
      else this.#fails(error);
    } finally {
      stopLooking();
      stopWatching();
      talk.over.removeEventListener('abort', ends);
      this.end();
      await this.#leave();
    }
  }

  /** @returns how to stop looking whether his phone is still there */
  async #pickUp(): Promise<() => void> {
    const { supervisorId } = this;
    const { call } = this.talk;
    const { endpointOf, operators } = this.#parts;
    const dialling = {
      callId: call.id,
      endpoint: endpointOf(supervisorId),
      callerNumber: call.number ?? 'anonymous',
      ringMs: ownRingMs,
      // His browser picks up by itself: he has said that he wants it.
      headers: { 'X-Holos-Call': call.id, 'X-Holos-Resume': '1' },
    };
    const leg = await ringOperator(call.node, supervisorId, dialling, this.#over.signal, 'supervisor');
    const phone = new SupervisorPhone(this.talk, leg);
    this.#phone = phone;
    // Who puts a telephone down does so himself; a browser's only goes when it is lost.
    const isSip = operators.phone(supervisorId).kind === 'sip';
    const ends = () => this.end({ ended: isSip ? null : 'phone-lost' });
    leg.gone.addEventListener('abort', ends);
    if (leg.gone.aborted) ends();
    this.#over.signal.throwIfAborted();
    await phone.open();
    this.#hear('picked-up');
    return isSip ? () => undefined : whenSoundStops(leg, this.#parts, ends);
  }

  /** Comes to where he is wanted; what is wanted meanwhile comes next. Where that fails it is all over. */
  #follow(): Promise<void> {
    // What he does on his way changes the talk, which tells him of it: it is one way all the same.
    this.#moving ??= Promise.resolve()
      .then(() => this.#move())
      .catch((error: unknown) => this.#fails(error))
      .finally(() => {
        this.#moving = undefined;
      });
    return this.#moving;
  }

  #fails(error: unknown): void {
    const { talk, supervisorId } = this;
    // What ended it is known already where the error is only that it has ended.
    if (!this.isOver)
      this.#parts.log.error(
        { err: error, callId: talk.call.id, supervisorId },
        'a talk could not be supervised',
      );
    this.end({ ended: 'failed' });
  }

  async #move(): Promise<void> {
    const phone = this.#phone;
    const changes = () => this.#stage === 'switching' || this.#hear('change');
    while (phone && !phone.isThere(this.#how) && changes()) {
      if (this.#how === 'join' && phone.how !== 'join' && !this.talk.mayBeJoined) {
        // Put on hold, or lost, in this moment: he listens instead.
        this.#how = 'listen';
        this.#tell();
      }
      const position = await phone.come(this.#how);
      if (this.isOver) return;
      if (phone.isNow(position)) this.#isIn(phone, position);
    }
    if (this.#stage === 'switching') this.#hear('set');
  }

  /** He is at the talk in another way than before. */
  #isIn({ leg: phone }: SupervisorPhone, { how }: Position): void {
    const { talk, supervisorId } = this;
    talk.call.step({ kind: 'supervised', supervisorId, how });
    const joined = how === 'join' ? { phone, give: () => this.#give() } : null;
    talk.hears(how === 'listen' ? null : { supervisorId, how }, joined);
    this.#tell();
  }

  /** His phone belongs to the talk from now on, and he is one who talks; false: he is not at it any more. */
  #give(): boolean {
    const { talk, supervisorId } = this;
    const { operators } = this.#parts;
    if (!this.#hear('taken')) return false;
    this.#phone = null;
    const since = new Date();
    operators.setDesk(supervisorId, { callId: talk.call.id, stage: 'talking', held: false, since });
    operators.change(supervisorId, 'takes-over');
    this.#over.abort(new HolosError('supervise.over', 'the talk was taken over'));
    return true;
  }

  /** Whatever Asterisk says, nothing of it is left, and he is free again. */
  async #leave(): Promise<void> {
    const { talk, supervisorId } = this;
    const { log, operators } = this.#parts;
    // Where he is on his way to, nobody would take away.
    await this.#moving;
    const phone = this.#phone;
    const leaving = [
      async () => {
        if (phone?.how === 'join') await phone.leaveTheCaller();
        else talk.hears(null);
      },
      // His phone is silent before it may be rung again.
      async () => phone?.leg.hangUp(),
      async () => phone?.leaveSide(),
    ];
    for (const leave of leaving) {
      await leave().catch((error: unknown) =>
        log.error({ err: error, callId: talk.call.id, supervisorId }, 'a supervisor could not leave a talk'),
      );
    }
    if (this.#movesOn) return;
    operators.supervisingIsOver(supervisorId);
    this.#tell();
  }

  #tell(): void {
    this.#parts.changed(this.state, this.#ended);
  }

  #hear(event: SupervisingEvent): boolean {
    const next = nextSupervising(this.#stage, event);
    if (next) this.#stage = next;
    return next !== null;
  }

  #notNow(why: string): HolosError {
    return new HolosError('desk.not-now', why, { callId: this.talk.call.id });
  }
}
