import type { Call } from '../../telephony/call/call.ts';
import { type IvrFlow, type IvrServices, queueFor } from '../services.ts';
import { operator } from './operator.ts';

/** What the caller wanted to hear cannot be looked up: the database is away. A person has other ways. */
export async function unavailable(call: Call, services: IvrServices): Promise<IvrFlow> {
  await call.say('trouble.unavailable');
  return operator(queueFor(call, services));
}
