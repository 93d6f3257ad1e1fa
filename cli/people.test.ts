import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPassword } from '../agent-desk/server/session/password.ts';
import { findOperatorByLogin } from '../db/queries/operators.ts';
import { ensureDemoLogins } from '../db/seeds/logins.ts';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { addPerson, changePerson, lockPerson, newPassword, unlockPerson } from './parts/people.ts';
import { people } from './people.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

const secretOf = async (login: string) => (await findOperatorByLogin(t.db, login))?.passwordHash;

/** Two desks of theirs are open. */
async function logIn(login: string): Promise<void> {
  const operatorId = (await findOperatorByLogin(t.db, login))?.id;
  const expired = new Date(Date.now() + 60_000);
  for (const sid of [`${login}-a`, `${login}-b`])
    await t.db('sessions').insert({ sid, sess: JSON.stringify({ operatorId, cookie: {} }), expired });
}
const sessions = () => t.db('sessions').orderBy('sid').pluck('sid');

test('who is added logs in with the password that was shown, as an operator unless told', async () => {
  const { password, role } = await addPerson(t.db, { login: 'maria', name: 'Іваненко Марія' });
  expect(role).toBe('operator');
  expect(await isPassword(await secretOf('maria'), password)).toBe(true);
  await addPerson(t.db, { login: 'head', name: 'Head', role: 'supervisor' });
  expect(await findOperatorByLogin(t.db, 'head')).toMatchObject({ role: 'supervisor', name: 'Head' });
});

test('a login that is taken or that nobody could type, a name that is none: refused, and nothing is changed', async () => {
  const before = await secretOf('maria');
  await expect(addPerson(t.db, { login: 'Maria', name: 'x' })).rejects.toMatchObject({
    code: 'cli.login-taken',
  });
  expect(await secretOf('maria')).toBe(before);
  for (const login of ['марія', 'm aria', '1maria', '', 'm'.repeat(41)])
    await expect(addPerson(t.db, { login, name: 'x' })).rejects.toMatchObject({ code: 'cli.bad-login' });
  for (const name of ['', 'x'.repeat(121)])
    await expect(changePerson(t.db, { login: 'maria', name })).rejects.toMatchObject({
      code: 'cli.bad-name',
    });
});

test('a new password takes the place of the forgotten one, and ends what was open with it', async () => {
  await logIn('maria');
  await logIn('head');
  const password = await newPassword(t.db, 'MARIA');
  expect(await isPassword(await secretOf('maria'), password)).toBe(true);
  expect(await sessions()).toEqual(['head-a', 'head-b']);
});

test('who is locked out is out, and comes back with name, role and password as they were', async () => {
  const password = await newPassword(t.db, 'head');
  await logIn('maria');
  await lockPerson(t.db, 'head');
  expect(await findOperatorByLogin(t.db, 'head')).toBeNull();
  expect(await sessions()).toEqual(['maria-a', 'maria-b']);
  await unlockPerson(t.db, 'head');
  expect(await isPassword(await secretOf('head'), password)).toBe(true);
  await expect(lockPerson(t.db, 'nobody')).rejects.toMatchObject({ code: 'cli.unknown-login' });
});

test('a change says only what it changes, and the desk of before is closed', async () => {
  expect(await changePerson(t.db, { login: 'maria', role: 'supervisor' })).toMatchObject({
    name: 'Іваненко Марія',
    role: 'supervisor',
  });
  expect(await findOperatorByLogin(t.db, 'maria')).toMatchObject({ role: 'supervisor' });
  expect(await sessions()).toEqual([]);
});

test('who is locked out of the demo stays so at its next start', async () => {
  const parts = { home: t.settings.home, hashPassword: async (password: string) => password };
  const [first] = await ensureDemoLogins(t.db, parts);
  const login = first?.login ?? '';
  await lockPerson(t.db, login);
  await ensureDemoLogins(t.db, parts);
  expect(await findOperatorByLogin(t.db, login)).toBeNull();
});

test('words that make no sense are told with how it is written', async () => {
  const wrong = [
    ['kill', 'x'],
    ['add'],
    ['add', 'x'],
    ['change', 'x'],
    ['lock', 'x', '--role', 'operator'],
    ['add', 'x', '--role', 'boss'],
    ['--name', 'x'],
    ['add', 'x', 'y'],
  ];
  for (const words of wrong) await expect(people.run(words)).rejects.toMatchObject({ code: 'cli.usage' });
});
