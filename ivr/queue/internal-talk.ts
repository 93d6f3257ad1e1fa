import { HolosError } from '../../errors.ts';
import type { DeskCallState } from '../../events.ts';
import type { Logger } from '../../log.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { Room } from '../../telephony/call/room.ts';
import { untilFired } from '../../telephony/call/waiting.ts';
import { within } from '../../time-limit.ts';
import { type InternalEvent, type InternalStage, nextInternal } from './internal-table.ts';
import { whenSoundStops } from './lost-phone.ts';
import type { DeskAnswers } from './offer.ts';
import type { Operators } from './operators.ts';
import { cardShown, hearingItRing, type OwnPhoneParts, ringOwnPhone } from './own-phone.ts';

export interface InternalTalkParts extends OwnPhoneParts {
  operators: Operators;
  answers: DeskAnswers;
  log: Logger;
}

/** Who calls whom. Its id is that of no call in the log: nobody from outside is in it, and nothing of it is recorded. */
export interface Internal {
  callId: string;
  callerId: number;
  colleagueId: number;
}

const ringMs = 30_000;
const longestMs = 60 * 60_000;
/** What a desk phone shows of who calls: a name may have letters that it cannot write. */
const shownNumber = 'colleague';

/** One operator and the colleague whom he calls; see internal-table.ts. */
export class InternalTalk {
  readonly who: Internal;
  /** Resolves when both are free again. Never fails. */
  readonly done: Promise<void>;
  readonly #parts: InternalTalkParts;
  readonly #over = new AbortController();
  readonly #room: Room;
  readonly #legs: Leg[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #since = new Date();
  #stage: InternalStage = 'calling';

  /** @throws HolosError `desk.not-now` where who calls is busy */
  constructor(who: Internal, parts: InternalTalkParts) {
    this.who = who;
    this.#parts = parts;
    this.#room = new Room(parts.node, who.callId);
    const { callerId, colleagueId } = who;
    const shown = cardShown(parts, { operatorId: callerId, callId: who.callId }, this.#over.signal);
    try {
      parts.operators.withColleague(callerId, this.#deskOf(callerId, 'dialling'));
    } catch (error) {
      this.end();
      throw error;
    }
    for (const id of [callerId, colleagueId])
      this.#stops.push(parts.operators.onDeskLost(id, () => this.#stage !== 'talking' && this.end()));
    this.done = this.#run(shown);
  }

  has(operatorId: number): boolean {
    return operatorId === this.who.callerId || operatorId === this.who.colleagueId;
  }

  /** Whether the colleague is in it already: before his phone may ring he is as free as he was. */
  get isAtColleague(): boolean {
    return this.#stage === 'ringing' || this.#stage === 'talking';
  }

  end(): void {
    if (!this.#hear('end')) return;
    this.#over.abort(new HolosError('internal.over', 'the talk with a colleague is over'));
  }

  async #run(shown: Promise<unknown>): Promise<void> {
    const { node, log } = this.#parts;
    const { callId, callerId } = this.who;
    const { signal } = this.#over;
    try {
      await shown;
      const own = await ringOwnPhone(
        this.#parts,
        { operatorId: callerId, callId, farNumber: shownNumber },
        signal,
      );
      this.#follow(own);
      const cardOfColleague = this.#comesToColleague();
      const other = await hearingItRing(node, own, () => this.#ringColleague(cardOfColleague));
      this.#follow(other);
      if (!this.#hear('picked-up')) return;
      await this.#room.open(own.channelId);
      await this.#room.enter(other.channelId);
      this.#talk();
      await untilFired(within(longestMs, this.#over.signal));
    } catch (error) {
      if (!signal.aborted && !(error instanceof NotReached))
        log.error({ err: error, ...this.who }, 'a call between colleagues failed');
    } finally {
      this.end();
      await this.#leave();
    }
  }

  /**
   * The card stands on the colleague's desk, and he is in it from now on; unless he has become busy while the first phone was
   * picked up. @returns when his desk has drawn it
   */
  #comesToColleague(): Promise<true | null> {
    const { operators, answers } = this.#parts;
    const { callId, colleagueId: operatorId } = this.who;
    if (!operators.isReachable(operatorId)) throw new NotReached('busy', { operatorId });
    if (!this.#hear('own-phone-up')) throw this.#over.signal.reason;
    this.#stops.push(answers.onReject(operatorId, callId, () => this.end()));
    const shown = cardShown(this.#parts, { operatorId, callId }, this.#over.signal);
    operators.withColleague(operatorId, this.#deskOf(operatorId, 'ringing'));
    return shown;
  }

  /** The card first, then the phone, as with any call. */
  async #ringColleague(shown: Promise<true | null>): Promise<Leg> {
    const { node, endpointOf } = this.#parts;
    const { callId, colleagueId: operatorId } = this.who;
    if (!(await shown)) throw new NotReached('no-answer', { operatorId });
    const endpoint = endpointOf(operatorId);
    const headers = { 'X-Holos-Call': callId };
    const dialling = { callId, endpoint, callerNumber: shownNumber, ringMs, headers };
    return ringOperator(node, operatorId, dialling, this.#over.signal);
  }

  /** A phone that hangs up ends it; so does one whose page is gone, though it says nothing. */
  #follow(leg: Leg): void {
    this.#legs.push(leg);
    leg.gone.addEventListener('abort', () => this.end());
    if (leg.gone.aborted) this.end();
    this.#over.signal.throwIfAborted();
  }

  #talk(): void {
    const { operators } = this.#parts;
    for (const leg of this.#legs) {
      operators.setDesk(leg.operatorId, this.#deskOf(leg.operatorId, 'talking'));
      if (operators.phone(leg.operatorId).kind === 'browser')
        this.#stops.push(whenSoundStops(leg, this.#parts, () => this.end()));
    }
  }

  /** Whatever Asterisk says, both phones are silent, and then both are back where they were. */
  async #leave(): Promise<void> {
    const { log, operators } = this.#parts;
    for (const stop of this.#stops.splice(0)) stop();
    const leaving = [...this.#legs.map((leg) => leg.hangUp()), this.#room.close()];
    for (const left of await Promise.allSettled(leaving))
      if (left.status === 'rejected')
        log.error({ err: left.reason, ...this.who }, 'a call between colleagues could not be hung up');
    for (const id of [this.who.callerId, this.who.colleagueId])
      operators.leavesColleague(id, this.who.callId);
  }

  #deskOf(operatorId: number, stage: DeskCallState['stage']): DeskCallState {
    const { callId, callerId, colleagueId } = this.who;
    const colleague = operatorId === callerId ? colleagueId : callerId;
    const since = stage === 'talking' ? new Date() : this.#since;
    return { callId, stage, held: false, since, colleague };
  }

  #hear(event: InternalEvent): boolean {
    const next = nextInternal(this.#stage, event);
    if (next) this.#stage = next;
    return next !== null;
  }
}
