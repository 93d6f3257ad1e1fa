import type { Leg } from '../../telephony/call/leg.ts';
import { hotlineOf, type IvrFlow, personQueue } from '../services.ts';
import { afterTalk } from './after-talk.ts';

/** An operator has called a resident, who has picked up: the two talk. */
export function ownTalk(leg: Leg): IvrFlow {
  return async function ownTalk(call, services) {
    call.result = 'talked';
    if (call.number !== null) services.callbacks.talkedTo(call.number);
    const end = await services.talks.talk(call, leg, leg.operatorId, 0);
    const queue = personQueue(hotlineOf(call, services));
    return afterTalk(end, { queue, sinceMs: call.arrivedAt.getTime(), emergency: false });
  };
}
