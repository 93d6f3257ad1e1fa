import { unlessGone } from '../../telephony/call/room.ts';
import { given } from '../../telephony/call/runner.ts';
import type { IvrFlow } from '../services.ts';
import { ringTelephone, talkOn } from './duty-telephone.ts';

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
    call.step({ kind: 'outside', how: 'connected' });
    await unlessGone(call.room.enter(telephone.channelId));
    return talkOn(call, telephone, services);
  });
}
