import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from '../connect.ts';
import { madeUpPassword } from '../made-up-password.ts';
import { writePrivately } from '../private-server/files.ts';
import { countOperators, everyOperator, saveOperator } from '../queries/operators.ts';

const login = z.strictObject({
  login: z.string(),
  password: z.string(),
  role: z.enum(['operator', 'supervisor', 'administrator']),
  name: z.string(),
});

/** Somebody who may log in, with the password in clear: only ever in a file that this user alone can read. */
export type Login = z.infer<typeof login>;

export interface LoginParts {
  home: string;
  hashPassword: (password: string) => Promise<string>;
}

const demoPeople: Omit<Login, 'password'>[] = [
  { login: 'operator1', role: 'operator', name: 'Мельник Ірина' },
  { login: 'operator2', role: 'operator', name: 'Гнатюк Роман' },
  { login: 'operator3', role: 'operator', name: 'Савчук Оксана' },
  { login: 'operator4', role: 'operator', name: 'Бойко Андрій' },
  { login: 'supervisor', role: 'supervisor', name: 'Левицька Наталія' },
  { login: 'admin', role: 'administrator', name: 'Коваль Тарас' },
];

const administrator: Omit<Login, 'password'> = { login: 'admin', role: 'administrator', name: 'admin' };

/** The demo's operators, with passwords made up at the first start and kept in `<home>/demo-logins.json`. */
export async function ensureDemoLogins(db: Database, parts: LoginParts): Promise<Login[]> {
  const logins = keptIn(demoLoginsFile(parts.home), demoPeople);
  const there = new Set((await everyOperator(db)).map(({ login }) => login.toLowerCase()));
  for (const one of logins) {
    if (!there.has(one.login.toLowerCase())) await save(db, one, parts);
  }
  return logins;
}

/**
 * In a system where nobody can log in yet: one administrator, whose password is kept in `<home>/first-login.json`.
 * @returns where it is kept when he was made now; null when somebody can log in already
 */
export async function ensureFirstLogin(db: Database, parts: LoginParts): Promise<string | null> {
  if ((await countOperators(db)) > 0) return null;
  const file = firstLoginFile(parts.home);
  for (const one of keptIn(file, [administrator])) await save(db, one, parts);
  return file;
}

export function firstLoginFile(home: string): string {
  return path.join(home, 'first-login.json');
}

export function demoLoginsFile(home: string): string {
  return path.join(home, 'demo-logins.json');
}

async function save(db: Database, { password, ...operator }: Login, parts: LoginParts): Promise<void> {
  await saveOperator(db, { ...operator, passwordHash: await parts.hashPassword(password) });
}

/** The file comes first: a password that is only in the database is known to nobody. */
function keptIn(file: string, people: Omit<Login, 'password'>[]): Login[] {
  if (existsSync(file)) return z.array(login).parse(JSON.parse(readFileSync(file, 'utf8')));
  const logins = people.map(({ login, ...rest }) => ({ login, password: madeUpPassword(), ...rest }));
  writePrivately(file, `${JSON.stringify(logins, null, 2)}\n`);
  return logins;
}
