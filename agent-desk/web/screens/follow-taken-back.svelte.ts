import { desk } from '../state/desk.svelte.ts';
import { names } from '../state/names.ts';
import { notices } from '../state/notices.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/** Who had asked for a pause after the call, and does not get it since a supervisor wants him ready, is told: nothing else shows it. */
export function followTakenBack(): void {
  $effect(() =>
    desk.onEvent((event) => {
      if (event.type !== 'taken-back') return;
      notices.told(
        t('presence.afterwards.set-by', { who: names.operator(event.by), state: t('state.ready') }),
      );
    }),
  );
}
