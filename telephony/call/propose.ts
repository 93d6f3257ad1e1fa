import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';
import { meaning } from './choose.ts';

/** One key that a caller may press or not. */
export interface Proposal {
  name: string;
  prompts: readonly Utterance[];
  key: string;
  /** How long is waited for the key, after the words. */
  thinkMs: number;
}

/**
 * Says it and waits a little for its key; `*` says it again.
 * @returns whether it was pressed; any other key stays for the question that follows
 * @throws Detour for another language, in which it is to be heard again
 */
export async function propose(call: Call, { name, prompts, key, thinkMs }: Proposal): Promise<boolean> {
  for (;;) {
    call.asks({ name, kind: 'proposal', keys: key, wording: 0, prompts });
    await call.say(...prompts);
    if ((await call.keys.nextIf(key, thinkMs, call.signal)) === key) {
      call.keys.answered();
      return true;
    }
    if (!(await isAgain(call, 0))) return false;
  }
}

/** Says something that nothing is asked with. `*` says it again, until `thinkMs` after the last word; other keys as at a proposal. */
export async function tell(call: Call, prompts: readonly Utterance[], thinkMs: number): Promise<void> {
  do await call.say(...prompts);
  while (await isAgain(call, thinkMs));
}

/** Whether what was just said is wanted again. @throws Detour for another language */
async function isAgain(call: Call, thinkMs: number): Promise<boolean> {
  const wanted = call.detours ? '*9' : '*';
  const key = call.keys.any || thinkMs > 0 ? await call.keys.nextIf(wanted, thinkMs, call.signal) : null;
  if (key === null) return false;
  call.keys.answered();
  const meant = meaning(call, key);
  if (meant !== 'again' && meant) throw meant;
  return true;
}
