import { readSettings, type Settings } from '../config/settings.ts';
import { connectDatabase } from '../db/connect.ts';
import { findOperatorByLogin } from '../db/queries/operators.ts';
import { revokeSessions } from '../db/queries/sessions.ts';
import { databaseUrl } from '../db/server.ts';
import { codeOf, HolosError } from '../errors.ts';
import { type Command, readArguments, usageError } from './command.ts';

export const logout: Command = {
  name: 'logout',
  summary: 'Log a person out everywhere, e.g. when a computer was stolen or left open.',
  usage: 'logout <login>',
  async run(args) {
    const [login] = readArguments(args, {}, 1).positionals;
    if (!login) throw usageError('Say who is to be logged out, by login.');
    const ended = await logOut(readSettings(), login);
    console.log(
      `Sessions of ${login} that have ended: ${ended}. A desk that is open closes within 15 seconds.`,
    );
    return 0;
  },
};

/**
 * Ends all sessions of the person with this login; the controller, if it runs, notices it by itself.
 * @returns how many there were
 * @throws HolosError `cli.unknown-login`, `cli.no-database`, `db.never-started`
 */
export async function logOut(
  settings: Pick<Settings, 'home' | 'ports' | 'databaseUrl'>,
  login: string,
): Promise<number> {
  const db = connectDatabase(databaseUrl(settings), { connections: 1 });
  try {
    const operator = await findOperatorByLogin(db, login.trim());
    if (operator) return await revokeSessions(db, operator.id);
  } catch (error) {
    if (codeOf(error) !== 'ECONNREFUSED') throw error;
    throw new HolosError(
      'cli.no-database',
      'The database does not run: start it with ./holos up.',
      {},
      error,
    );
  } finally {
    await db.destroy();
  }
  throw new HolosError('cli.unknown-login', `Nobody who may log in has the login ${login}.`);
}
