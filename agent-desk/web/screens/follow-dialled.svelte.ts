import { untrack } from 'svelte';
import { summaryName } from '../state/caller.ts';
import { desk } from '../state/desk.svelte.ts';
import { dialledBefore, wasInVain } from '../state/dialled.ts';
import { notices } from '../state/notices.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/**
 * A talk ends in wrap-up, too; only of a call that never became one something must be said, also to an operator whose page was
 * closed, or hidden, when it was given up.
 */
export function followDialled(): void {
  let isFirst = true;
  /** Undefined while the desk does not know. */
  const call = $derived(desk.live ? desk.call : undefined);
  $effect(() => {
    if (call === undefined) return;
    untrack(() => {
      const { state } = desk;
      if (!state) return;
      const before = dialledBefore(state);
      const wasAway = isFirst;
      isFirst = false;
      if (!before || !wasInVain(before, state)) return;
      const usual = before.isInternal ? t('colleague.not-reached') : t('call.not-reached');
      const summary = state.calls.find(({ id }) => id === before.callId);
      if (wasAway) notices.told(summary ? t('call.not-reached.away', { who: summaryName(summary) }) : usual);
      else whenSeen(() => notices.done(usual));
    });
  });
}

/** At once, or when the page is looked at again. */
function whenSeen(tell: () => void): void {
  if (document.hidden) document.addEventListener('visibilitychange', () => whenSeen(tell), { once: true });
  else tell();
}
