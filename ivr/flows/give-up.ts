import type { Call } from '../../telephony/call/call.ts';
import { callBackNumber } from '../call-back-number.ts';
import type { IvrServices } from '../services.ts';

/** Nothing goes right in this call: it ends with a sentence, and people call back where the number is known. */
export async function giveUp(call: Call, services: IvrServices): Promise<undefined> {
  if (!call.answered) await call.answer();
  await call.sayWhole((await isPromised(call, services)) ? 'trouble.callback' : 'trouble.call-again');
}

async function isPromised(call: Call, services: IvrServices): Promise<boolean> {
  const { id: callId, hotline } = call;
  const { callbacks, log } = services;
  const number = callBackNumber(call, services);
  if (number === null) return false;
  try {
    await callbacks.promise({ callId, number, hotline, why: 'no-controller' });
    return true;
  } catch (error) {
    log.error({ err: error, callId }, 'a caller who could not be served is promised nothing');
    return false;
  }
}
