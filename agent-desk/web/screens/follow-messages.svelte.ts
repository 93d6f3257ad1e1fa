import { untrack } from 'svelte';
import { overlays } from '../state/commands.svelte.ts';
import { desk } from '../state/desk.svelte.ts';
import { messages } from '../state/messages.svelte.ts';
import { notices } from '../state/notices.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/** Tells of messages as they come, beside the work; what waited already is told once, all together. */
export function followMessages(): void {
  let last: number | null = null;
  $effect(() => {
    if (!desk.state) return;
    const { unread } = messages;
    const before = last;
    last = Math.max(last ?? 0, ...messages.list.map(({ id }) => id));
    if (overlays.messages) return untrack(() => notices.closeMessages());
    const open = () => {
      overlays.messages = true;
    };
    untrack(() => {
      if (before === null && unread.length > 0)
        notices.message(t('messages.unread', { count: unread.length }), open);
      if (before === null) return;
      for (const one of unread.filter(({ id }) => id > before).toReversed())
        notices.message(`${one.fromName}: ${messages.brief(one)}`, open);
    });
  });
}
