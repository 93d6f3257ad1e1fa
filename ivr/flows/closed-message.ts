import type { Call } from '../../telephony/call/call.ts';
import type { Message } from '../../telephony/call/record.ts';
import { type IvrFlow, type IvrServices, longestMessageMs } from '../services.ts';

/** Less voice than this is a cough. */
const leastVoiceMs = 500;
const tries = ['closed.message.how', 'closed.message.nothing'];

/** A message that is listened to when people are there again: a call back with what was said. A hang-up loses nothing. */
export async function closedMessage(call: Call, services: IvrServices): Promise<IvrFlow | undefined> {
  const kept = await call.once('closed.message', () => askFor(call, services));
  await call.sayWhole(kept ? 'closed.message.kept' : 'closed.call-again', 'goodbye');
  return undefined;
}

/** True when a message is kept; null when nothing was said in all tries. */
async function askFor(call: Call, services: IvrServices): Promise<true | null> {
  const ifLeft = async (left: Message) => {
    await keep(left, call, services);
  };
  const longestMs = longestMessageMs(call, services);
  for (const how of tries) {
    const message = await call.record({ name: 'closed', prompts: [how], longestMs, ifLeft });
    if (await keep(message, call, services)) return true;
  }
  return null;
}

async function keep(message: Message, call: Call, services: IvrServices): Promise<boolean> {
  const { id: callId, number, hotline } = call;
  if (number === null || message.voicedMs < leastVoiceMs) return false;
  const said = { messageFile: message.file, messageMs: message.durationMs };
  await services.callbacks.promise({ callId, number, hotline, why: 'message', ...said });
  return true;
}
