import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { Message } from '../../telephony/call/record.ts';
import { callBackNumber } from '../call-back-number.ts';
import { inTime } from '../in-time.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';

/** A score of this or less asks whether somebody should call back. */
const unhappy = 2;
const longestCommentMs = 120_000;
/** Shorter is a cough, not a comment. */
const leastVoicedMs = 600;

/** One to five on the last work that was done for this number, else on the company; then in the caller's own words. */
export async function feedback(call: Call, services: IvrServices): Promise<IvrFlow> {
  const entry = await call.once('feedback.entry', async () => services.feedback.newEntry());
  const score = await call.once('feedback.score', () => askScore(call, services, entry));
  if (score === null) return noChoice;
  await call.once('feedback.comment', () => askComment(call, services, entry));
  if (score <= unhappy && callBackNumber(call, services) !== null)
    await call.once('feedback.callback', () => offerCallback(call, services));
  await call.sayWhole('feedback.thanks');
  return mainMenu;
}

/** It is kept as soon as it is given. The number of the request is not spoken: nobody has shown whose it is. */
async function askScore(call: Call, services: IvrServices, entry: string): Promise<number | null> {
  const requestId = await inTime(
    () => services.feedback.lastRequest(call.number),
    null,
    (error) => services.log.error({ err: error, callId: call.id }, 'the last request could not be looked up'),
  );
  const key = await call.choose({
    name: 'feedback',
    prompts: [requestId === null ? 'feedback.company' : 'feedback.request', 'feedback.scale'],
    again: ['feedback.scale.again'],
    keys: '12345',
  });
  if (key === null) return null;
  const score = Number(key);
  const { id: callId, number, hotline } = call;
  await services.feedback.score({ entry, callId, number, hotline, requestId, score });
  return score;
}

/** Silence is no comment; whoever hangs up after having spoken has sent it. */
async function askComment(call: Call, services: IvrServices, entry: string): Promise<boolean> {
  const keep = async (message: Message) => {
    if (message.voicedMs >= leastVoicedMs) await services.feedback.comment(entry, message);
  };
  const asked = { name: 'feedback', prompts: ['feedback.comment'], longestMs: longestCommentMs };
  const message = await call.record({ ...asked, ifLeft: keep });
  await keep(message);
  return message.voicedMs >= leastVoicedMs;
}

/** Only who asks for it is called. */
async function offerCallback(call: Call, services: IvrServices): Promise<boolean> {
  const prompts: Utterance[] = [['feedback.callback', { key: '1' }]];
  const again: Utterance[] = [['feedback.callback.short', { key: '1' }]];
  const key = await call.choose({ name: 'feedback.callback', prompts, again, keys: '12', silence: [] });
  const number = callBackNumber(call, services);
  if (key !== '1' || number === null) return false;
  const { id: callId, hotline } = call;
  await services.callbacks.promise({ callId, number, hotline, why: 'feedback' });
  await call.sayWhole('feedback.callback.promised');
  return true;
}
