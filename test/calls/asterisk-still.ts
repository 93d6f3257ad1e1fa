import { expect } from 'vitest';
import { placeOf } from '../../telephony/asterisk/place.ts';
import { runningAsterisk } from '../../telephony/asterisk/process.ts';
import type { World } from '../town/world.ts';

/**
 * Asterisk stands still until the link to it is given up; then something is done, and it goes on.
 * @returns when the link begins anew
 */
export async function whileAsteriskStandsStill(
  { holos: { node }, settings }: Pick<World, 'holos' | 'settings'>,
  does: () => void | Promise<void> = () => undefined,
): Promise<void> {
  const pid = await runningAsterisk(placeOf(settings));
  if (pid === undefined) throw new Error('no Asterisk runs');
  process.kill(pid, 'SIGSTOP');
  try {
    await expect.poll(() => node.state, { timeout: 15_000, interval: 20 }).toBe('down');
    await does();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect.poll(() => node.state, { timeout: 15_000, interval: 20 }).not.toBe('down');
}
