import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { check } from './check.ts';
import { type Command, readArguments } from './command.ts';
import { whatIsWrong } from './parts/how-it-runs.ts';
import { withLock } from './parts/lock.ts';
import { placesIn } from './parts/places.ts';
import { livingPid, signal, waitUntilGone } from './parts/processes.ts';
import { untilReady } from './parts/start.ts';
import { type Say, step } from './parts/steps.ts';
import type { Status } from './status-file.ts';

export const reload: Command = {
  name: 'reload',
  summary: 'Read the company file and the prompts anew; calls go on.',
  usage: 'reload',
  async run(args) {
    readArguments(args, {});
    // A controller that cannot read them would not come back.
    const faults = await check.run([]);
    if (faults !== 0) return faults;
    const settings = readSettings();
    const onWait = () => console.error('Another ./holos command is at work here; waiting for it to finish.');
    const status = await withLock(placesIn(settings.home).lock, lockLimitMs, onWait, () =>
      step('Holos', (say) => restartController(settings, say)),
    );
    const wrong = await whatIsWrong(settings, status);
    console.error(wrong ?? 'The company file and the prompts were read anew.');
    return wrong === null ? 0 : 1;
  },
};

const lockLimitMs = 60_000;
const endLimitMs = 15_000;

/**
 * Ends the controller, which leaves everything to its successor, and waits until the keeper has started that.
 * @throws HolosError `cli.not-running`, `cli.will-not-end`, `cli.start-failed`
 */
async function restartController(settings: Settings, say: Say): Promise<Status> {
  const { home } = settings;
  const places = placesIn(home);
  const pid = livingPid(places.controllerPid, home);
  if (pid === undefined || livingPid(places.keeperPid, home) === undefined)
    throw new HolosError(
      'cli.not-running',
      'Holos does not run here: ./holos up starts it, and reads all anew.',
    );
  signal(pid, 'SIGTERM');
  if (!(await waitUntilGone(pid, home, endLimitMs))) {
    const text = `The controller (process ${pid}) has not ended within ${endLimitMs / 1000} s: try again, or ./holos down and up.`;
    throw new HolosError('cli.will-not-end', text, { pid });
  }
  return untilReady(settings, say, new AbortController().signal);
}
