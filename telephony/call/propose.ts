import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';

/** One key that a caller may press or not. */
export interface Proposal {
  name: string;
  prompts: readonly Utterance[];
  key: string;
  /** How long is waited for the key, after the words. */
  thinkMs: number;
}

/** Says it and waits a little for its key. @returns whether it was pressed; any other key stays for the question that follows */
export async function propose(call: Call, { name, prompts, key, thinkMs }: Proposal): Promise<boolean> {
  call.asks({ name, kind: 'proposal', keys: key, wording: 0, prompts });
  await call.say(...prompts);
  if ((await call.keys.nextIf(key, thinkMs, call.signal)) !== key) return false;
  call.keys.answered();
  return true;
}
