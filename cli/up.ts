import { rmSync } from 'node:fs';
import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { type Command, readArguments } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { tellHowItRuns } from './parts/how-it-runs.ts';
import { withLock } from './parts/lock.ts';
import { placesIn } from './parts/places.ts';
import { demandFreePorts, portsWanted, runningIn } from './parts/ports.ts';
import { prepare } from './parts/prepare.ts';
import { livingPid } from './parts/processes.ts';
import { isReady } from './parts/readiness.ts';
import { runsOlderBuild } from './parts/running-build.ts';
import { startKeeper, startTown, untilReady } from './parts/start.ts';
import { type Say, step } from './parts/steps.ts';
import { endOrphan, stopAll } from './parts/stop.ts';
import { readStatus, type Status } from './status-file.ts';

export const up: Command = {
  name: 'up',
  summary: 'Start everything in the background, and wait until calls are taken.',
  usage: 'up',
  async run(args) {
    readArguments(args, {});
    const settings = readSettings();
    await tellHowItRuns(settings, await bringUp(settings));
    return 0;
  },
};

const lockLimitMs = 15 * 60_000;

/**
 * Starts what does not run, and answers when calls are taken. When it cannot, nothing that it started is left.
 * @throws HolosError that says what to do
 */
export async function bringUp(settings: Settings): Promise<Status> {
  const places = placesIn(settings.home);
  const onWait = () => console.error('Another ./holos command is at work here; waiting for it to finish.');
  return withLock(places.lock, lockLimitMs, onWait, async () => {
    const running = await runningAlready(settings);
    if (running) {
      // A `down` that was cut off has said that all is to end, and nothing is to be started again.
      rmSync(places.stopping, { force: true });
      if (settings.demo) await startTown(settings);
      return running;
    }
    return abortable(async (signal) => {
      await prepare(settings, { signal });
      signal.throwIfAborted();
      const keeperRuns = livingPid(places.keeperPid, settings.home) !== undefined;
      const status = await step('Holos', (say) =>
        keeperRuns ? untilReady(settings, say, signal) : startFresh(settings, say, signal),
      );
      if (settings.demo) await startTown(settings);
      return status;
    });
  });
}

/** Starts the keeper and what it keeps; on any fault all of it is stopped again. */
async function startFresh(settings: Settings, say: Say, signal: AbortSignal): Promise<Status> {
  await endOrphan(settings.home);
  await demandFreePorts(portsWanted(settings, runningIn(settings.home)));
  try {
    await startKeeper(settings);
    return await untilReady(settings, say, signal);
  } catch (error) {
    await stopAll(settings.home, say);
    throw error;
  }
}

/** @throws HolosError `cli.no-demo` when the demo is wanted and something else runs here */
async function runningAlready(settings: Settings): Promise<Status | undefined> {
  const status = readStatus(settings.home);
  const places = placesIn(settings.home);
  if (!status || livingPid(places.keeperPid, settings.home) === undefined) return undefined;
  const runsAsDemo = status.logins !== undefined;
  if (status.ready && settings.demo && !runsAsDemo) {
    throw new HolosError(
      'cli.no-demo',
      'Holos runs already, and not as the demo: stop it first with ./holos down, or give the demo another HOLOS_HOME and HOLOS_PORT_BASE.',
    );
  }
  if (!status.ready || !(await isReady(status.desk))) return undefined;
  console.error(runsAsDemo ? 'Holos runs already, as the demo.' : 'Holos runs already.');
  if (runsOlderBuild(settings.home))
    console.error('The program has changed since then: ./holos down and ./holos up bring the new one.');
  return status;
}
