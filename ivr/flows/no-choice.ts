import type { Call } from '../../telephony/call/call.ts';
import { type IvrFlow, type IvrServices, queueFor } from '../services.ts';
import { operator } from './operator.ts';

/** A caller who has found no answer in all tries gets a person; `choose` and `ask` have said their last sentence. */
export async function noChoice(call: Call, services: IvrServices): Promise<IvrFlow> {
  await call.sayWhole('silence.last');
  return operator(queueFor(call, services));
}
