import type { TextKey } from '../texts/languages.ts';
import { t, word } from '../texts/texts.svelte.ts';
import type { Colleague } from './contract.ts';

type Presence = Pick<Colleague, 'state' | 'pauseReason'>;

/** What a person's state is called; a pause by its reason. */
export function stateName({ state, pauseReason }: Presence): string {
  return state === 'paused' && pauseReason ? word('pause', pauseReason) : t(`state.${state}`);
}

/** Why calls were stopped without the operator's own word; null where he has said it himself. */
export function whyStopped({ state, pauseReason }: Presence): TextKey | null {
  if (state === 'missed') return 'presence.missed';
  return state === 'paused' && pauseReason === 'no-microphone' ? 'presence.no-microphone' : null;
}
