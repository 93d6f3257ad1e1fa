import type { Bus } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { outgoingCallId } from '../../telephony/call/outgoing.ts';
import type { Flow } from '../../telephony/call/runner.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { KeptPlace } from './kept-place.ts';
import type { DeskAnswers } from './offer.ts';
import type { Operators } from './operators.ts';

/**
 * Calls somebody back whose turn has come; an operator is reserved for him.
 * @returns `reached`: he is on the telephone, and his operator's phone rings; `later`: not now, his place rests; `over`: he
 *   was tried as often as was promised
 */
export type CallBack = (place: KeptPlace, operatorId: number) => Promise<'reached' | 'later' | 'over'>;

export interface CallBackParts<S> {
  node: string;
  bus: Pick<Bus, 'on'>;
  operators: Operators;
  answers: DeskAnswers;
  /** Rings the resident. Null when he could not be reached. The call's id is chosen before, so that the desk shows it. */
  ring: (place: KeptPlace, callId: string) => Promise<Call | null>;
  /** What he hears and where he goes when he has picked up: the line, at his place. `reserved`: whose phone rings as soon as he is there. */
  welcome: (place: KeptPlace, reserved: number) => Flow<S>;
  /** Leads the call to its end. Never fails. */
  lead: (call: Call, flow: Flow<S>) => void;
  promises: {
    /** So many tries have been made with that of now, and the next one is made not before this time. */
    tried: (callbackId: number, made: { tries: number; notBefore: Date }) => Promise<void>;
    /** He was reached: his place is kept no longer. Written behind the call's back, also when the database is away. */
    reached: (callbackId: number) => void;
  };
  mostTries: number;
  /** How long after the beginning of a try in vain the next one is made. */
  restMs: (queue: string) => number;
}

export function callBackWith<S>(parts: CallBackParts<S>): CallBack {
  return async function callBack(place, operatorId) {
    const { operators, promises } = parts;
    const callId = outgoingCallId(parts.node);
    const notBefore = new Date(Date.now() + parts.restMs(place.queue));
    operators.setDesk(operatorId, { callId, stage: 'calling', held: false, since: new Date() });
    const stopListening = releaseWhenAsked(place, operatorId, callId, parts);
    try {
      await promises.tried(place.callbackId, { tries: place.tries + 1, notBefore });
      place.tries += 1;
      place.notBeforeMs = notBefore.getTime();
      const call = await parts.ring(place, callId);
      if (!call) return place.tries < parts.mostTries ? 'later' : 'over';
      const inLine = untilInLine(call, parts.bus);
      parts.lead(call, parts.welcome(place, operatorId));
      promises.reached(place.callbackId);
      await inLine;
      return 'reached';
    } finally {
      stopListening();
      operators.release(operatorId, callId);
    }
  };
}

/** Who calls him is said in less; one who is held up longer does not keep an operator from others. */
const longestHelloMs = 30_000;

/** He hears first who calls him: the operator stays reserved until he stands in the line, or has hung up. */
async function untilInLine({ id, signal }: Call, bus: Pick<Bus, 'on'>): Promise<void> {
  const joined = waitFor<true>(
    (done) => bus.on('step', ({ callId, kind }) => void (callId === id && kind === 'waiting' && done(true))),
    { signal, limitMs: longestHelloMs },
  );
  await joined.catch(() => undefined);
}

/** An operator who does not want this caller, or whose desk has gone, is free while the resident's phone rings on, or he hears who calls. */
function releaseWhenAsked<S>(
  place: KeptPlace,
  operatorId: number,
  callId: string,
  { operators, answers }: CallBackParts<S>,
): () => void {
  const stops = [
    answers.onReject(operatorId, callId, () => {
      place.refusedAtMs.set(operatorId, Date.now());
      operators.release(operatorId, callId, 'rejected');
    }),
    operators.onDeskLost(operatorId, () => operators.release(operatorId, callId, 'desk-lost')),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
