import type { Logger } from './log.ts';

/** How soon a process that has died is noticed, and how soon a start that failed is tried again. */
const lookMs = 500;

/**
 * Looks after a process that is not our child (it must outlive us): starts it again whenever it has died. The returned
 * function ends the looking after, and waits for a start under way.
 */
export function keepRunning(what: {
  name: string;
  isRunning: () => Promise<boolean>;
  start: () => Promise<unknown>;
  log: Logger;
}): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const look = async () => {
    try {
      if (!(await what.isRunning()) && !stopped) {
        what.log.error({ process: what.name }, 'a process has died and is started again');
        await what.start();
      }
    } catch (error) {
      what.log.error({ err: error, process: what.name }, 'a process could not be started again');
    }
    if (!stopped) plan();
  };
  const plan = () => {
    timer = setTimeout(() => {
      looking = look();
    }, lookMs);
  };
  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await looking;
  };
}
