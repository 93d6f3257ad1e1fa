import { untrack } from 'svelte';
import { desk } from './desk.svelte.ts';
import type { Fetched } from './fetched.svelte.ts';

/**
 * Loads it now, and anew when what `load` reads has changed; what failed is asked for again by itself when the server is back. To
 * be called while a component is made.
 */
export function followFetched<T>(fetched: Fetched<T>, load: () => Promise<void>): void {
  $effect(() => {
    void load();
    return () => fetched.stop();
  });
  $effect(() => {
    if (!desk.live) return;
    untrack(() => {
      if (fetched.failed !== null) void load();
    });
  });
}
