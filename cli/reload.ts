import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { checkFiles } from './check.ts';
import { type Command, readArguments } from './command.ts';
import { whatIsWrong } from './parts/how-it-runs.ts';
import { withLock } from './parts/lock.ts';
import { placesIn } from './parts/places.ts';
import { livingPid, signal, waitUntilGone } from './parts/processes.ts';
import { runsOlderBuild } from './parts/running-build.ts';
import { runningSettings } from './parts/running-settings.ts';
import { untilReady } from './parts/start.ts';
import { type Say, step } from './parts/steps.ts';
import type { Status } from './status-file.ts';

export const reload: Command = {
  name: 'reload',
  summary: 'Read the company file and the prompts anew; calls go on.',
  usage: 'reload',
  async run(args) {
    readArguments(args, {});
    const here = readSettings();
    const settings = runningSettings(here.home);
    if (!settings) throw notRunning();
    demandSameProgram(settings.home);
    // A controller that cannot read them would not come back.
    const faults = await checkFiles(settings);
    if (faults !== 0) return faults;
    const onWait = () => console.error('Another ./holos command is at work here; waiting for it to finish.');
    const status = await withLock(placesIn(settings.home).lock, lockLimitMs, onWait, () =>
      step('Holos', (say) => restartController(settings, say)),
    );
    // Whoever names another company here wants it, and is told that a reload does not bring it.
    const named = here.company === readSettings({}).company ? settings : here;
    const wrong = await whatIsWrong({ ...settings, company: named.company }, status);
    console.error(wrong ?? 'The company file and the prompts were read anew.');
    return wrong === null ? 0 : 1;
  },
};

const lockLimitMs = 60_000;
const endLimitMs = 15_000;

/**
 * A controller that begins again is the one that `up` has built, but reads the texts and templates that lie beside the sources now:
 * after an update the two would not fit together, and calls not be taken.
 * @throws HolosError `cli.updated`
 */
function demandSameProgram(home: string): void {
  if (!runsOlderBuild(home)) return;
  const text =
    'The program has changed since Holos was started: ./holos down and ./holos up bring the new one.';
  throw new HolosError('cli.updated', text);
}

function notRunning(): HolosError {
  const text = 'Holos does not run here: ./holos up starts it, and reads all anew.';
  return new HolosError('cli.not-running', text);
}

/**
 * Ends the controller, which leaves everything to its successor, and waits until the keeper has started that.
 * @throws HolosError `cli.not-running`, `cli.will-not-end`, `cli.start-failed`
 */
async function restartController(settings: Settings, say: Say): Promise<Status> {
  const { home } = settings;
  const places = placesIn(home);
  const pid = livingPid(places.controllerPid, home);
  if (pid === undefined || livingPid(places.keeperPid, home) === undefined) throw notRunning();
  signal(pid, 'SIGTERM');
  if (!(await waitUntilGone(pid, home, endLimitMs))) {
    const text = `The controller (process ${pid}) has not ended within ${endLimitMs / 1000} s: try again, or ./holos down and up.`;
    throw new HolosError('cli.will-not-end', text, { pid });
  }
  return untilReady(settings, say, new AbortController().signal);
}
