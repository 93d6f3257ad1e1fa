import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import { readSettings, type Settings } from '../../config/settings.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { placesIn } from './places.ts';
import { environmentOf, livingPid } from './processes.ts';

/**
 * The settings of `up`, with which the keeper starts each controller, whatever this terminal's own are; undefined when Holos does not
 * run in this home.
 * @throws HolosError `cli.not-yours`
 */
export function runningSettings(home: string): Settings | undefined {
  demandOwn(home);
  const keeper = livingPid(placesIn(home).keeperPid, home);
  return keeper === undefined ? undefined : readSettings(environmentOf(keeper));
}

/**
 * By what a command finds the Holos of this home: the settings of the one that runs, else this terminal's.
 * @throws HolosError `cli.not-yours`, and what `readSettings` throws
 */
export function settingsHere(): Settings {
  const here = readSettings();
  return runningSettings(here.home) ?? here;
}

/**
 * What runs, its logs and its password are its user's own: to another it would look as if nothing were there.
 * @throws HolosError `cli.not-yours`
 */
export function demandOwn(home: string): void {
  try {
    accessSync(placesIn(home).run, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) !== 'EACCES') return;
    const message = `The Holos in ${home} is another user's, and ${os.userInfo().username} may not look into it: say the command as that user (sudo ./holos …).`;
    throw new HolosError('cli.not-yours', message, { home }, error);
  }
}
