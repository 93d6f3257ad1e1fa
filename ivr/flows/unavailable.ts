import type { Call } from '../../telephony/call/call.ts';
import type { IvrFlow } from '../services.ts';
import { noChoice } from './no-choice.ts';

/** What the caller wanted to hear cannot be looked up: the database is away. A person has other ways. */
export async function unavailable(call: Call): Promise<IvrFlow> {
  await call.say('trouble.unavailable');
  return noChoice;
}
