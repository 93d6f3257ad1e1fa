import { findOperatorByLogin } from '../db/queries/operators.ts';
import { revokeSessions } from '../db/queries/sessions.ts';
import { HolosError } from '../errors.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { settingsHere } from './parts/running-settings.ts';
import { type DatabasePlace, withDatabase } from './parts/with-database.ts';

export const logout: Command = {
  name: 'logout',
  summary: 'Log a person out everywhere, e.g. when a computer was stolen or left open.',
  usage: 'logout <login>',
  async run(args) {
    const [login] = readArguments(args, {}, 1).positionals;
    if (!login) throw usageError('Say who is to be logged out, by login.');
    const ended = await logOut(settingsHere(), login);
    console.log(
      `Sessions of ${login} that have ended: ${ended}. A desk that is open closes within 2 seconds.`,
    );
    return 0;
  },
};

/**
 * Ends all sessions of the person with this login; the controller, if it runs, notices it by itself.
 * @returns how many there were
 * @throws HolosError `cli.unknown-login`, `cli.no-database`, `db.never-started`
 */
export function logOut(place: DatabasePlace, login: string): Promise<number> {
  return withDatabase(place, async (db) => {
    const operator = await findOperatorByLogin(db, login.trim());
    if (operator) return revokeSessions(db, operator.id);
    throw new HolosError('cli.unknown-login', `Nobody who may log in has the login ${login}.`);
  });
}
