import {
  addPerson,
  changePerson,
  lockPerson,
  newPassword,
  unlockPerson,
} from '../agent-desk/server/people.ts';
import type { Database } from '../db/connect.ts';
import { everyOperator, type OperatorRow, type Role } from '../db/queries/operators.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { settingsHere } from './parts/running-settings.ts';
import { withDatabase } from './parts/with-database.ts';

const roles: readonly Role[] = ['operator', 'supervisor', 'administrator'];

export const people: Command = {
  name: 'people',
  summary: 'Who may log in: list them, add somebody, give a new password, change name or role, lock out.',
  usage:
    'people [add|change|password|lock|unlock <login>] [--name "Іваненко Марія"] [--role operator|supervisor|administrator]',
  async run(args) {
    const { positionals, values } = readArguments(
      args,
      { name: { type: 'string' }, role: { type: 'string' } },
      2,
    );
    const [verb, login] = positionals;
    const place = settingsHere();
    if (verb === undefined) {
      demandDetails(verb, values);
      console.log(listed(await withDatabase(place, everyOperator)));
      return 0;
    }
    const does = verbs[verb];
    if (!does) throw usageError(`There is no ${verb}: say add, change, password, lock or unlock.`);
    if (!login) throw usageError('Say whose login it is about.');
    const asked = { login: login.trim(), name: values.name?.trim(), role: roleOf(values.role) };
    demandDetails(verb, values);
    console.log(await withDatabase(place, (db) => does(db, asked)));
    return 0;
  },
};

interface Asked {
  login: string;
  name: string | undefined;
  role: Role | undefined;
}
type Verb = (db: Database, asked: Asked) => Promise<string>;

const outSoon = 'A desk that is open closes within 2 seconds.';

/** What each does, and what is printed when it is done. */
const verbs: Readonly<Partial<Record<string, Verb>>> = {
  async add(db, { login, name = login, role }) {
    const { password, person } = await addPerson(db, { login, name, role });
    return `${login} may log in as ${person.role}.\nPassword: ${password}\nIt is shown this once.`;
  },
  async change(db, asked) {
    const { login, name, role } = await changePerson(db, { login: asked.login }, asked);
    return `${login} is now ${name}, ${role}. ${outSoon} The next log-in shows it.`;
  },
  async password(db, { login }) {
    const password = await newPassword(db, { login });
    return `Password of ${login}: ${password}\nIt is shown this once; the old one works no more. ${outSoon}`;
  },
  async lock(db, { login }) {
    await lockPerson(db, { login });
    return `${login} may not log in any more. ${outSoon} What was done under this login stays.`;
  },
  async unlock(db, { login }) {
    await unlockPerson(db, { login });
    return `${login} may log in again, with the password as it was.`;
  },
};

function demandDetails(verb: string | undefined, { name, role }: { name?: string; role?: string }): void {
  const anything = name !== undefined || role !== undefined;
  if (verb === 'add') {
    if (name === undefined) throw usageError('Give the name that colleagues see: --name "Іваненко Марія".');
  } else if (verb === 'change') {
    if (!anything) throw usageError('Say --name, --role, or both.');
  } else if (anything) throw usageError('--name and --role go with add and change.');
}

function roleOf(text: string | undefined): Role | undefined {
  if (text === undefined) return undefined;
  const role = roles.find((one) => one === text);
  if (!role) throw usageError(`There is no role ${text}: there are ${roles.join(', ')}.`);
  return role;
}

function listed(everybody: OperatorRow[]): string {
  const widest = Math.max(...everybody.map(({ login }) => login.length), 0);
  const line = ({ login, name, role, active }: OperatorRow) =>
    `${login.padEnd(widest)}  ${role.padEnd('administrator'.length)}  ${name}${active ? '' : ' (locked)'}`;
  return everybody.map(line).join('\n') || 'Nobody may log in yet: ./holos up makes the first administrator.';
}
