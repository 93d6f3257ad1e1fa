import { untrack } from 'svelte';
import { summaryName } from '../state/caller.ts';
import { desk } from '../state/desk.svelte.ts';
import { lostTalk, waitsAgain } from '../state/lost-talk.ts';
import { notices } from '../state/notices.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/** Who was away from a talk for longer than his caller waits for him is told where that one is now. */
export function followLostTalk(): void {
  /** Undefined while the desk does not know. */
  const seen = $derived(
    desk.live && desk.state ? { call: desk.call, state: desk.state.me.state } : undefined,
  );
  $effect(() => {
    if (seen === undefined) return;
    untrack(() => {
      const { state } = desk;
      const talk = state && lostTalk(state);
      const summary = talk && state.calls.find(({ id }) => id === talk.callId);
      if (!summary) return;
      const who = summaryName(summary);
      notices.told(waitsAgain(talk, state) ? t('call.lost.waits', { who }) : t('call.lost.over', { who }));
    });
  });
}
