import { untrack } from 'svelte';
import { isInternal, summaryName } from '../state/caller.ts';
import type { DeskCall } from '../state/contract.ts';
import { desk } from '../state/desk.svelte.ts';
import { notices } from '../state/notices.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/** The end of a call may be told a moment after it has left the desk; later it is not this desk's business. */
const soonMs = 2_000;

/** A call that rings here and goes away needs a word: its caller has hung up. */
export function followGivenUp(): void {
  let offered: string | null = null;
  let leftAtMs: number | null = null;
  $effect(() => {
    const { call, state } = desk;
    if (!state) return;
    if (call) {
      offered = isOffer(call) ? call.callId : null;
      leftAtMs = null;
    }
    if (call || offered === null) return;
    const summary = state.calls.find(({ id }) => id === offered);
    leftAtMs ??= performance.now();
    const isOld = performance.now() - leftAtMs > soonMs;
    if (!isOld && summary?.endedAt === null) return;
    offered = null;
    if (!isOld && summary) untrack(() => notices.told(t('call.gave-up', { who: summaryName(summary) })));
  });
}

function isOffer(call: DeskCall): boolean {
  return call.stage === 'ringing' && call.askedBy === null && !isInternal(call);
}
