import type { TextKey } from '../texts/languages.ts';
import { t, word } from '../texts/texts.svelte.ts';
import { clock } from './clock.svelte.ts';
import { company } from './company.svelte.ts';
import type { Colleague } from './contract.ts';
import { names } from './names.ts';

type Presence = Pick<Colleague, 'state' | 'pauseReason'>;

/** What a person's state is called; a pause by its reason. */
export function stateName({ state, pauseReason }: Presence): string {
  return state === 'paused' && pauseReason ? word('pause', pauseReason) : t(`state.${state}`);
}

/** What comes after the call that he is busy with; null: he is ready then. */
export function afterwardsName({ afterwards }: Pick<Colleague, 'afterwards'>): string | null {
  return afterwards && stateName({ state: afterwards.to, pauseReason: afterwards.reason });
}

/** Which supervisor has put this person into the state, or into the one that comes after the call. */
export function setByText(one: Presence & Pick<Colleague, 'setBy' | 'afterwards'>): string | null {
  if (one.setBy !== null)
    return t('presence.set-by', { who: names.operator(one.setBy), state: t(`state.${one.state}`) });
  const { setBy, to } = one.afterwards ?? {};
  if (setBy === undefined || setBy === null) return null;
  return t('presence.afterwards.set-by', { who: names.operator(setBy), state: t(`state.${to ?? 'paused'}`) });
}

/** Why no calls come though the operator has not asked for that himself; null where he has. */
export function whyStopped({ state, pauseReason }: Presence): TextKey | null {
  if (state === 'missed') return 'presence.missed';
  if (state === 'unreachable') return 'presence.unreachable';
  if (state === 'offline') return 'presence.offline';
  return state === 'paused' && pauseReason === 'no-microphone' ? 'presence.no-microphone' : null;
}

/** How many minutes a pause of this reason may last, where it has lasted longer; null: it has not. */
export function overMinutes({
  state,
  pauseReason,
  since,
}: Presence & Pick<Colleague, 'since'>): number | null {
  if (state !== 'paused') return null;
  const longest = company.pauses.find(({ reason }) => reason === pauseReason)?.longestMinutes ?? null;
  return longest !== null && clock.sinceMs(since) > longest * 60_000 ? longest : null;
}
