import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const lookMs = 1_500;

/**
 * Waits until this share of the processors has been idle: enough for one more piece that starts a whole Holos. Sound is late where
 * many start at once, or the machine is slower today; late sound fails tests that are right, and trying them again takes longer
 * than this wait.
 * @param stop looked at in between: what is true ends the wait at once
 */
export async function untilIdle(share: number, stop: () => boolean): Promise<void> {
  while (!stop()) {
    const before = times();
    await pause(lookMs);
    if (idleShare(before, times()) >= share) return;
  }
}

interface Times {
  /** With nothing to do, or with what gives way (niceness above 0). */
  readonly idle: number;
  readonly all: number;
}

/** Of all processors together, since the machine began, in ms. */
function times(): Times {
  const each = os.cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
    idle: idle + nice,
    all: user + nice + sys + idle + irq,
  }));
  return each.reduce((sum, one) => ({ idle: sum.idle + one.idle, all: sum.all + one.all }));
}

function idleShare(before: Times, after: Times): number {
  return (after.idle - before.idle) / (after.all - before.all);
}
