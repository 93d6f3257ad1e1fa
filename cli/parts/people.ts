import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { type Database, inTransaction } from '../../db/connect.ts';
import { madeUpPassword } from '../../db/made-up-password.ts';
import {
  addOperator,
  changeOperator,
  everyOperator,
  type OperatorChange,
  type OperatorRow,
  type Role,
} from '../../db/queries/operators.ts';
import { revokeSessions } from '../../db/queries/sessions.ts';
import { codeOf, HolosError } from '../../errors.ts';

/** What can be read out on the telephone, typed anywhere, and written in a company file as it is. */
const spelling = /^[a-z][a-z0-9._-]{0,39}$/i;
const longestName = 120;

/**
 * Lets somebody log in, with a password that is made up here and kept nowhere.
 * @throws HolosError `cli.bad-login`, `cli.bad-name`, `cli.login-taken`
 */
export async function addPerson(
  db: Database,
  { login, name = login, role = 'operator' }: { login: string; name?: string; role?: Role },
): Promise<{ password: string; role: Role }> {
  if (!spelling.test(login))
    throw new HolosError(
      'cli.bad-login',
      `${login} is no login: a Latin letter, then up to 39 letters, digits, dots, hyphens and underscores.`,
    );
  demandName(name);
  const password = madeUpPassword();
  try {
    await addOperator(db, { login, name, role, passwordHash: await hashPassword(password) });
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_ENTRY') throw error;
    const message = `There is ${login} already: take another login, or give a new password with ./holos people password ${login}.`;
    throw new HolosError('cli.login-taken', message, {}, error);
  }
  return { password, role };
}

/** @throws HolosError `cli.unknown-login`, `cli.bad-name` */
export async function changePerson(
  db: Database,
  { login, name, role }: { login: string; name?: string; role?: Role },
): Promise<OperatorRow> {
  if (name !== undefined) demandName(name);
  const before = await change(db, login, { name, role });
  return { ...before, name: name ?? before.name, role: role ?? before.role };
}

/** @returns the new password; it is kept nowhere. @throws HolosError `cli.unknown-login` */
export async function newPassword(db: Database, login: string): Promise<string> {
  const password = madeUpPassword();
  await change(db, login, { passwordHash: await hashPassword(password) });
  return password;
}

/** @throws HolosError `cli.unknown-login` */
export async function lockPerson(db: Database, login: string): Promise<void> {
  await change(db, login, { active: false });
}

/** @throws HolosError `cli.unknown-login` */
export async function unlockPerson(db: Database, login: string): Promise<void> {
  await change(db, login, { active: true });
}

/** Whatever has changed, who is logged in logs in anew: no desk goes on with a right, a name or a password that is no more. */
function change(db: Database, login: string, changes: OperatorChange): Promise<OperatorRow> {
  return inTransaction(db, async (trx) => {
    const found = (await everyOperator(trx)).find((one) => one.login.toLowerCase() === login.toLowerCase());
    if (!found)
      throw new HolosError('cli.unknown-login', `Nobody has the login ${login}: ./holos people lists them.`);
    await changeOperator(trx, found.id, changes);
    await revokeSessions(trx, found.id);
    return found;
  });
}

function demandName(name: string): void {
  if (name !== '' && name.length <= longestName) return;
  throw new HolosError('cli.bad-name', `A name has from 1 to ${longestName} letters.`);
}
