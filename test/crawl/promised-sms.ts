import type { SmsRow } from '../../db/queries/sms.ts';
import { data } from './answers.ts';

/**
 * What a caller was told that he gets by SMS, though none is written.
 * @param said the prompts of his call
 * @param toHim the messages to his number
 */
export function neverSent(
  said: Iterable<string>,
  callId: string | undefined,
  toHim: readonly Pick<SmsRow, 'callId' | 'why'>[],
): string[] {
  const written = new Set(toHim.filter((one) => one.callId === callId).map(({ why }) => why));
  return [...new Set(said)].filter((prompt) => {
    const why = data.bySms[prompt];
    return why !== undefined && !written.has(why);
  });
}
