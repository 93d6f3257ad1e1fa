import type { Call } from '../../telephony/call/call.ts';
import { type IvrFlow, type IvrServices, queueFor } from '../services.ts';
import { isAnswered } from './closed.ts';
import { operator } from './operator.ts';

/**
 * A caller who has found no answer in all tries gets a person; `choose` and `ask` have said their last sentence. Where there is nobody
 * to help, what comes next says so at once, and nothing is promised before it.
 */
export async function noChoice(call: Call, services: IvrServices): Promise<IvrFlow> {
  const queue = queueFor(call, services);
  if (isAnswered(queue, services)) await call.sayWhole('silence.last');
  return operator(queue);
}
