import type { Call } from '../../telephony/call/call.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import { given } from '../../telephony/call/runner.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { ringTelephone, talkWith } from './duty-telephone.ts';
import { leftWaiting } from './waited-in-vain.ts';

/** A wait that has grown too long: a telephone outside is rung. Who cannot be reached there goes on waiting, at his place. */
export function outsideTelephone(number: string, waiting: IvrFlow): IvrFlow {
  const then = { flow: waiting.name, given: waiting.given };
  return given({ number, waiting: then }, async function outsideTelephone(call, services) {
    const telephone = await rings(number, call, services).catch((error) => {
      leftWaiting(call, services, waiting);
      throw error;
    });
    if (!telephone) return waiting;
    return talkWith(call, telephone, services, { kind: 'outside', how: 'connected' });
  });
}

/** Null when nobody picks up, and he has been told so. */
async function rings(number: string, call: Call, services: IvrServices): Promise<Telephone | null> {
  await call.say('queue.outside');
  const telephone = await ringTelephone(number, call, services);
  if (telephone) return telephone;
  call.step({ kind: 'outside', how: 'not-reached' });
  await call.say('queue.outside.away');
  return null;
}
