import type { Call } from '../../telephony/call/call.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import { given } from '../../telephony/call/runner.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { ringTelephone, talkWith } from './duty-telephone.ts';
import { leftWaiting } from './waited-in-vain.ts';

/**
 * A telephone outside is rung, for one who has waited too long, or whom an operator has sent there (`sentOn`). Whoever is not answered
 * there goes on waiting, at his place.
 */
export function outsideTelephone(number: string, waiting: IvrFlow, { sentOn = false } = {}): IvrFlow {
  const then = { flow: waiting.name, given: waiting.given };
  return given({ number, waiting: then, sentOn }, async function outsideTelephone(call, services) {
    const telephone = await rings(number, sentOn, call, services).catch((error) => {
      leftWaiting(call, services, waiting);
      throw error;
    });
    if (!telephone) return waiting;
    return talkWith(call, telephone, services, { kind: 'outside', how: 'connected' });
  });
}

/** Null when nobody picks up, and he has been told so. Who was sent on has just heard that he is put through. */
async function rings(
  number: string,
  sentOn: boolean,
  call: Call,
  services: IvrServices,
): Promise<Telephone | null> {
  if (!sentOn) await call.say('queue.outside');
  const telephone = await ringTelephone(number, call, services);
  if (telephone) return telephone;
  call.step({ kind: 'outside', how: 'not-reached' });
  await call.say(sentOn ? 'transfer.away' : 'queue.outside.away');
  return null;
}
