import type { Logger } from '../../log.ts';
import type { Leg } from '../../telephony/call/leg.ts';
import type { CallBack } from './call-back.ts';
import type { KeptPlace } from './kept-place.ts';
import { type OfferOutcome, type OfferParts, offerCall } from './offer.ts';
import type { Operators } from './operators.ts';
import type { Place } from './place.ts';
import type { Rulebook } from './rulebook.ts';

export interface OffersParts {
  log: Logger;
  operators: Operators;
  rulebook: Rulebook;
  offers: Omit<OfferParts, 'operators' | 'log' | 'offerMs'>;
  /** Calls somebody back whose turn has come. */
  callBack: CallBack;
}

/** What the line hears of its offers. */
export interface OfferEnded {
  /** Nobody has picked up: who waits and who is free are to be looked at anew. */
  inVain(): void;
  /** One who is called back has had his turn; `keepsPlace`: he was not reached, and is called again. */
  calledBack(place: KeptPlace, keepsPlace: boolean): void;
}

/** After a fault of ours somebody is called back no sooner than this. */
const failedRestMs = 60_000;

/** The offers that are under way: each brings one place of the line and one operator together, and frees both when it comes to nothing. */
export class Offers {
  readonly #parts: OffersParts;
  readonly #ended: OfferEnded;
  /** Whom an operator refused last, until he is offered another one. */
  readonly #refused = new Map<number, string>();

  constructor(parts: OffersParts, ended: OfferEnded) {
    this.#parts = parts;
    this.#ended = ended;
  }

  /** The caller whom this operator refused last, if he has not been offered another one since. */
  refusedBy(operatorId: number): string | undefined {
    return this.#refused.get(operatorId);
  }

  /** Rings an operator for one who waits on the telephone. `reserved`: the operator was kept for him. */
  offer(place: Place, operatorId: number, reserved = false): void {
    const { offers, operators, rulebook, log } = this.#parts;
    place.offeredTo.add(operatorId);
    this.#refused.delete(operatorId);
    const ends = { left: place.left, elsewhere: place.answered, moved: place.moved };
    const offerMs = (queue: string) => rulebook.of(queue).offerSeconds * 1000;
    const onRefused = () => this.#refusedBy(operatorId, place);
    const offer = { call: place.call, operatorId, queue: place.queue, reserved, onRefused };
    offerCall(offer, ends, { ...offers, offerMs, operators, log })
      .then((outcome) => this.#offerEnded(place, operatorId, outcome))
      .catch((error) => this.#offerFailed(place, operatorId, error));
  }

  /** The turn of one who is called back has come: the operator is reserved for him while his phone rings. */
  callBack(place: KeptPlace, operatorId: number): void {
    const { callBack, operators, log } = this.#parts;
    place.offeredTo.add(operatorId);
    this.#refused.delete(operatorId);
    operators.offered(operatorId, place.queue);
    callBack(place, operatorId)
      .catch((error: unknown) => {
        log.error({ err: error, callbackId: place.callbackId }, 'a call back failed');
        place.notBeforeMs = Date.now() + failedRestMs;
        return 'later' as const;
      })
      .then((outcome) => {
        place.offeredTo.clear();
        this.#ended.calledBack(place, outcome === 'later');
      });
  }

  /** An operator picked up for a caller who has gone: he is free again. */
  sendBack({ leg, operatorId }: { leg: Leg; operatorId: number }): void {
    const { operators, log } = this.#parts;
    // His phone is silent before it may be rung again.
    leg
      .hangUp()
      .catch((error) => log.error({ err: error, operatorId }, 'a leg could not be hung up'))
      .then(() => {
        operators.setDesk(operatorId, null);
        operators.change(operatorId, 'talk-ended');
      })
      .catch((error) => log.error({ err: error, operatorId }, 'an operator who came too late is not free'));
  }

  #offerEnded(place: Place, operatorId: number, outcome: OfferOutcome): void {
    place.offeredTo.delete(operatorId);
    if (outcome.kind === 'answered') {
      if (place.left.aborted || place.answeredBy) this.#comesTooLate(place, { leg: outcome.leg, operatorId });
      else place.settle({ kind: 'answered', leg: outcome.leg, operatorId });
      return;
    }
    this.#ended.inVain();
  }

  /** Who lost his desk is asked again when it is back. */
  #refusedBy(operatorId: number, place: Place): void {
    place.refusedBy(operatorId);
    this.#refused.set(operatorId, place.callId);
  }

  /** The place stays, somebody else is asked. */
  #offerFailed(place: Place, operatorId: number, error: unknown): void {
    this.#parts.log.error({ err: error, callId: place.callId, operatorId }, 'an offer could not be ended');
    this.#offerEnded(place, operatorId, { kind: 'unreachable' });
  }

  /** The caller went in the very moment the operator picked up, or somebody else was quicker. */
  #comesTooLate(place: Place, answered: { leg: Leg; operatorId: number }): void {
    const how = place.left.aborted ? 'caller-left' : 'answered-elsewhere';
    place.call.step({ kind: 'offer-ended', operatorId: answered.operatorId, how });
    this.sendBack(answered);
  }
}
