import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';
import { meaning } from './choose.ts';

/**
 * Says what a message is asked for with, before the signal. What is pressed meanwhile counts as it does at a question: `*` says the words again,
 * `#` is the end of a message without a word, and any key that is good nowhere only brings the signal sooner.
 * @returns whether the caller speaks now; else he has nothing to say
 * @throws Detour
 */
export async function isToSpeak(call: Call, prompts: readonly Utterance[]): Promise<boolean> {
  await call.say(...prompts);
  for (let key = call.keys.take(); key !== undefined; key = call.keys.take()) {
    call.keys.answered();
    if (key === '#') return false;
    const meant = meaning(call, key);
    if (meant === 'again') await call.say(...prompts);
    else if (meant) throw meant;
  }
  return true;
}
