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
import { loginSpelling, longestPersonName } from '../contract/shapes.ts';
import { hashPassword } from './session/password.ts';

/** Who may log in: the rules of it, for administrators at the desk and for `./holos people` alike. */

/** Of whom it is said: by login as the command does, or by id as the desk does. */
export type Whom = { login: string } | { id: number };

/** The administrator at the desk who does it, by id; undefined: the command, given by whoever runs the machine. */
type By = number | undefined;

/**
 * A password that is made up here is told once. `signal` fires when it can be told to nobody any more: then nobody is added, and whose
 * password it was to replace keeps his.
 */
type Told = AbortSignal | undefined;

/**
 * Lets somebody log in, with a password that is made up here and kept nowhere.
 * @throws HolosError `people.bad-login`, `people.bad-name`, `people.login-taken`, the signal's reason
 */
export async function addPerson(
  db: Database,
  { login, name, role = 'operator' }: { login: string; name: string; role?: Role },
  signal?: Told,
): Promise<{ person: OperatorRow; password: string }> {
  if (!loginSpelling.test(login))
    throw new HolosError(
      'people.bad-login',
      `${login} is no login: a Latin letter, then up to 39 letters, digits, dots, hyphens and underscores.`,
    );
  demandName(name);
  const password = madeUpPassword();
  try {
    const person = { login, name, role, passwordHash: await hashPassword(password) };
    const id = await inTransaction(db, (trx) => addOperator(trx, person), signal);
    return { person: { id, login, name, role, active: true }, password };
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_ENTRY') throw error;
    const message = `There is ${login} already: take another login, or give a new password to the one who has it.`;
    throw new HolosError('people.login-taken', message, {}, error);
  }
}

/** @throws HolosError `people.unknown`, `people.bad-name`, `people.yourself`, `people.last-administrator` */
export async function changePerson(
  db: Database,
  whom: Whom,
  { name, role }: { name?: string; role?: Role },
  by?: By,
): Promise<OperatorRow> {
  if (name !== undefined) demandName(name);
  return change(db, whom, { name, role }, by);
}

/** @returns the new password; it is kept nowhere. @throws HolosError `people.unknown`, `people.yourself`, the signal's reason */
export async function newPassword(db: Database, whom: Whom, by?: By, signal?: Told): Promise<string> {
  const password = madeUpPassword();
  await change(db, whom, { passwordHash: await hashPassword(password) }, by, signal);
  return password;
}

/** @throws HolosError `people.unknown`, `people.yourself`, `people.last-administrator` */
export function lockPerson(db: Database, whom: Whom, by?: By): Promise<OperatorRow> {
  return change(db, whom, { active: false }, by);
}

/** @throws HolosError `people.unknown` */
export function unlockPerson(db: Database, whom: Whom, by?: By): Promise<OperatorRow> {
  return change(db, whom, { active: true }, by);
}

/** Whatever has changed, who is logged in logs in anew: no desk goes on with a right, a name or a password that is no more. */
function change(
  db: Database,
  whom: Whom,
  changes: OperatorChange,
  by: By,
  signal?: Told,
): Promise<OperatorRow> {
  const work = async (trx: Database) => {
    // Held, so that two administrators cannot lock each other out at the same moment.
    const everybody = await everyOperator(trx, { held: true });
    const before = everybody.find((one) => isMeant(one, whom));
    if (!before) throw new HolosError('people.unknown', unknown(whom));
    const { name = before.name, role = before.role, active = before.active } = changes;
    const after = { ...before, name, role, active };
    if (before.id === by) demandAllowedToOneself(after, changes);
    demandAdministrator(everybody, before, after);
    await changeOperator(trx, before.id, changes);
    await revokeSessions(trx, before.id);
    return after;
  };
  return inTransaction(db, work, signal);
}

function isMeant({ id, login }: OperatorRow, whom: Whom): boolean {
  return 'id' in whom ? id === whom.id : login.toLowerCase() === whom.login.toLowerCase();
}

function unknown(whom: Whom): string {
  return 'id' in whom
    ? 'There is nobody with this id.'
    : `Nobody has the login ${whom.login}: ./holos people lists them.`;
}

/**
 * One’s own password is changed in the settings, where the old one is asked for: who finds a desk open must not get hold of it.
 * The new name is one’s own business.
 */
function demandAllowedToOneself({ role, active }: OperatorRow, { passwordHash }: OperatorChange): void {
  if (passwordHash !== undefined)
    throw new HolosError('people.yourself', 'You change your own password in the settings of the desk.');
  if (role === 'administrator' && active) return;
  throw new HolosError(
    'people.yourself',
    'You cannot lock yourself out, or give up the role of administrator: another administrator does that.',
  );
}

/** For all who do it: nobody would be left who can let others in at the desk, and a start makes an administrator only where nobody is. */
function demandAdministrator(everybody: OperatorRow[], before: OperatorRow, after: OperatorRow): void {
  const leads = ({ role, active }: OperatorRow) => role === 'administrator' && active;
  if (!leads(before) || leads(after)) return;
  if (everybody.some((one) => one.id !== before.id && leads(one))) return;
  throw new HolosError(
    'people.last-administrator',
    `${before.login} is the only administrator who may log in: let another one in first.`,
  );
}

function demandName(name: string): void {
  if (name !== '' && name.length <= longestPersonName) return;
  throw new HolosError('people.bad-name', `A name has from 1 to ${longestPersonName} letters.`);
}
