import type { TextKey } from '../texts/languages.ts';
import type { DeskCall, DeskState } from './contract.ts';
import { waitsAgain } from './lost-talk.ts';

/** What stands above a call on the desk. One that this desk is done with may go on: its caller was sent on, or lost his operator. */
export function cardTitle(
  { call, ended }: { call: Pick<DeskCall, 'callId'> | null; ended: boolean },
  state: Pick<DeskState, 'queues'> | null,
): TextKey {
  if (!ended) return 'this.title';
  return call && state && waitsAgain(call, state) ? 'this.waits' : 'this.last';
}
