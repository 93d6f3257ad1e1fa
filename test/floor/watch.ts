import { codeOf } from '../../errors.ts';
import type { DeskCallState, Step } from '../../events.ts';
import type { KeptPlace } from '../../ivr/queue/kept-place.ts';
import { isUrgent, keptOperators } from '../../ivr/queue/moved.ts';
import { fits, type OnFloor, refusedForMs } from '../../ivr/queue/order.ts';
import type { Place } from '../../ivr/queue/place.ts';
import type { FakeFloor } from './fake-floor.ts';
import { WatchTalks } from './watch-talks.ts';
import { WatchTold } from './watch-told.ts';

/** The card, the ringing, and what Asterisk may take to tell the outcome: no offer lasts longer than its limit and this. */
const offerGraceMs = 12_000;
/** A resident who is called back has his telephone ring so long, and a little for the rest. */
const longestCallingMs = 35_000;

/** Both phones ring one after the other, and Asterisk takes its time. */
const longestInternalRingMs = 20_000 + 30_000 + 2 * offerGraceMs;

/** An operator's own phone, the resident's, and a page that is loaded anew meanwhile. */
const longestDiallingMs = 20_000 + 30_000 + 15_000 + 2 * offerGraceMs;

/** Looks on at a floor and writes down whatever must never be. */
export class Watch {
  readonly faults: string[] = [];
  /** How far calls between colleagues came. */
  readonly internal = new Set<DeskCallState['stage']>();
  /** How far calls came that operators made to residents. */
  readonly dialled = new Set<DeskCallState['stage']>();
  readonly talks: WatchTalks;
  readonly #told: WatchTold;
  readonly #floor: FakeFloor;
  /** Whose phone rings for whom, as the log has it. */
  readonly #offers = new Map<number, string>();
  /** Who refused whom last, until he was offered another one. */
  readonly #refused = new Map<number, string>();
  /** Who has missed an offer and has not said yet that he is back. */
  readonly #missed = new Set<number>();

  constructor(floor: FakeFloor) {
    this.#floor = floor;
    this.talks = new WatchTalks(floor, (what) => this.#fault(what));
    this.#told = new WatchTold(floor, (what) => this.#fault(what));
    floor.bus.on('step', (step) => this.#heard(step));
    floor.bus.on('desk-call', ({ call }) => call?.colleague && this.internal.add(call.stage));
    const dialled = new Set<string>();
    floor.bus.on('desk-call', ({ call }) => {
      if (!call || call.colleague) return;
      if (call.stage === 'dialling') dialled.add(call.callId);
      if (dialled.has(call.callId)) this.dialled.add(call.stage);
    });
    floor.bus.on('operator', ({ operatorId, state }) => {
      // One who was asked for help is in it now.
      if (state === 'talking') this.#offers.delete(operatorId);
      if (state === 'ready' && this.#missed.has(operatorId))
        this.#fault(`${operatorId} is ready after a missed offer`);
    });
    floor.onTurn((place, operatorId) => this.#turnOfKept(place, operatorId));
    floor.phones.onRing(({ operatorId }) => {
      if (floor.phones.of(operatorId).length > 1)
        this.#fault(`${operatorId} is rung while his phone rings, or while he talks`);
    });
  }

  /** An operator is about to press something: what he was is his own affair now. */
  ownWord(operatorId: number): void {
    this.#missed.delete(operatorId);
  }

  /** Whenever nothing moves without time: nobody is free while somebody fitting waits, and nobody is in a state without its reason. */
  atRest(): void {
    const { operators, phones } = this.#floor;
    for (const error of this.#floor.errors.splice(0))
      if (!isOfLink(error)) this.#fault(`an error: ${told(error)}`);
    this.#told.atRest();
    // Nothing can be done for anybody.
    if (phones.link.state !== 'up') return;
    for (const one of this.#onFloor()) {
      if (one.freeSinceMs === null) continue;
      const left = this.#waiting().find((place) => this.#mayTake(place, one.operatorId));
      if (left) this.#fault(`${one.operatorId} is free while ${left.callId} waits`);
    }
    for (const { operatorId, state, since } of operators.all()) {
      const desk = operators.desk(operatorId);
      const forMs = Date.now() - (desk?.since ?? since).getTime();
      if (state === 'ringing') {
        const limitMs = desk?.stage === 'calling' ? longestCallingMs : 20_000 + offerGraceMs;
        if (!desk) this.#fault(`${operatorId} rings for nobody`);
        if (forMs > limitMs) this.#fault(`${operatorId} has been ringing for ${forMs} ms`);
      }
      const limitMs = desk?.stage === 'dialling' ? longestDiallingMs : offerGraceMs;
      const isInTalk = desk?.stage === 'talking' || desk?.stage === 'returning';
      if (state === 'talking' && Date.now() - since.getTime() > limitMs && !isInTalk)
        this.#fault(`${operatorId} talks to nobody`);
      if (state === 'internal') this.#withColleague(operatorId, forMs);
      // Who has gone home in a talk with a colleague has it on his desk until both phones are hung up.
      const isLeaving = desk?.colleague && Date.now() - since.getTime() < offerGraceMs;
      if (desk?.stage === 'talking' && state !== (desk.colleague ? 'internal' : 'talking') && !isLeaving)
        this.#fault(`${operatorId} is ${state} in a talk`);
    }
    this.talks.atRest();
  }

  /** Who is with a colleague has him on his desk; it rings no longer than it may, and of two who talk each has the other. */
  #withColleague(operatorId: number, forMs: number): void {
    const { operators } = this.#floor;
    const desk = operators.desk(operatorId);
    if (!desk?.colleague) {
      this.#fault(`${operatorId} is with no colleague`);
      return;
    }
    if (desk.stage !== 'talking' && forMs > longestInternalRingMs)
      this.#fault(`${operatorId} has been ringing with a colleague for ${forMs} ms`);
    const other = operators.desk(desk.colleague);
    if (desk.stage === 'talking' && (other?.callId !== desk.callId || other.colleague !== operatorId))
      this.#fault(`${operatorId} talks to a colleague who does not`);
  }

  #heard(step: Step): void {
    if (step.kind === 'offered') this.#offered(step.callId, step.operatorId);
    if (step.kind !== 'offer-ended' && step.kind !== 'connected') return;
    this.#offers.delete(step.operatorId);
    if (step.kind === 'connected') return;
    if (step.how === 'missed') this.#missed.add(step.operatorId);
    // Who does not help with a talk has not refused its caller.
    if (!this.#floor.callers.get(step.callId)?.place) return;
    if (step.how === 'missed' || step.how === 'rejected') this.#refused.set(step.operatorId, step.callId);
  }

  #offered(callId: string, operatorId: number): void {
    const other = this.#offers.get(operatorId);
    if (other) this.#fault(`${operatorId} is offered ${callId} while ${other} is offered to him`);
    this.#offers.set(operatorId, callId);
    const place = this.#floor.callers.get(callId)?.place;
    const others = this.#waiting().filter((one) => one.callId !== callId && this.#mayTake(one, operatorId));
    // Who is called back is offered to the operator who was kept for him; whose turn it was is judged when he was kept.
    if (place && this.#floor.operators.desk(operatorId) === null) {
      // A supervisor may send a caller to the very operator who has refused him.
      const isSentToHim = place.keptFor?.operatorId === operatorId;
      const isSent = place.firstAtMs !== undefined || isSentToHim;
      const before = others.find((one) => !isSent && isEqual(one, place) && one.sinceMs < place.sinceMs);
      if (before) this.#fault(`${callId} overtakes ${before.callId}`);
      if (!isSentToHim && this.#refused.get(operatorId) === callId && others.length > 0)
        this.#fault(`${operatorId} is offered ${callId} again, though ${others[0]?.callId} waits`);
    }
    // Whom a colleague asks for help with his talk was offered nobody of the line.
    if (this.#floor.talks.ofCall(callId) === undefined) this.#refused.delete(operatorId);
  }

  /** Somebody is called back: nobody who waits on the telephone and came before him may be held up by that, and he himself is in no call. */
  #turnOfKept(kept: KeptPlace, operatorId: number): void {
    if ([...this.#floor.callers.values()].some(({ call }) => call.number === kept.number))
      this.#fault(`${kept.callId} is rung while he is in a call`);
    if (kept.offeredTo.size > 1) this.#fault(`${kept.callId} is called back while he is called already`);
    const before = this.#waiting().find(
      (one) => one.queue === kept.queue && one.sinceMs < kept.sinceMs && this.#mayTake(one, operatorId),
    );
    if (before) this.#fault(`${kept.callId} is called back before ${before.callId}`);
    this.#refused.delete(operatorId);
  }

  #mayTake(place: Place, operatorId: number): boolean {
    const floor = this.#onFloor();
    const one = floor.find((other) => other.operatorId === operatorId);
    const kept = this.#kept(floor);
    const his = kept.get(place.callId);
    if (one && his === one) return true;
    const isTaken = his !== undefined || [...kept.values()].some((other) => other === one);
    if (isTaken && !isUrgent(place, this.#floor.rulebook.of)) return false;
    const refusedAtMs = place.refusedAtMs.get(operatorId) ?? Number.NEGATIVE_INFINITY;
    return (
      one !== undefined &&
      this.#refused.get(operatorId) !== place.callId &&
      Date.now() >= refusedAtMs + refusedForMs &&
      fits(Date.now(), place, one, floor, this.#floor.rulebook.of)
    );
  }

  /** To whom supervisors have sent callers. */
  #kept(floor: OnFloor[]) {
    const waiting = [...this.#floor.callers.values()].flatMap(({ place }) => (place?.waits ? [place] : []));
    return keptOperators(Date.now(), waiting, floor);
  }

  #onFloor(): OnFloor[] {
    const { operators, rulebook } = this.#floor;
    return operators.floor().map((one) => ({ ...one, talks: 0, skills: rulebook.skillsOf(one.operatorId) }));
  }

  /** Callers whom nobody is being asked about. */
  #waiting(): Place[] {
    return [...this.#floor.callers.values()].flatMap(({ place }) =>
      place?.waits && place.offeredTo.size === 0 ? [place] : [],
    );
  }

  #fault(what: string): void {
    this.faults.push(what);
  }
}

function isEqual(one: Place, other: Place): boolean {
  return (
    one.queue === other.queue &&
    one.emergency === other.emergency &&
    one.call.language === other.call.language
  );
}

/** What could not be done while the link was lost stands in the log; what came of it is looked at when it is back. */
function isOfLink(error: unknown): boolean {
  const { err = error } = error as { err?: unknown };
  return codeOf(err) === 'ari.down';
}

/** An error as it was thrown, or as it came to the log. */
function told(error: unknown): string {
  const { err = error } = error as { err?: unknown };
  return String((err as Error).stack ?? err);
}
