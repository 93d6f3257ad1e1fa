import { given } from '../../telephony/call/runner.ts';
import type { IvrFlow } from '../services.ts';
import { ringTelephone, talkWith } from './duty-telephone.ts';

/** A wait that has grown too long: a telephone outside is rung. Who cannot be reached there goes on waiting, at his place. */
export function outsideTelephone(number: string, waiting: IvrFlow): IvrFlow {
  const then = { flow: waiting.name, given: waiting.given };
  return given({ number, waiting: then }, async function outsideTelephone(call, services) {
    await call.say('queue.outside');
    const telephone = await ringTelephone(number, call, services);
    if (!telephone) {
      call.step({ kind: 'outside', how: 'not-reached' });
      await call.say('queue.outside.away');
      return waiting;
    }
    return talkWith(call, telephone, services, { kind: 'outside', how: 'connected' });
  });
}
