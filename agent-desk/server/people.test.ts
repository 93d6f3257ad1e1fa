import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOperatorByLogin } from '../../db/queries/operators.ts';
import { ensureDemoLogins } from '../../db/seeds/logins.ts';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { addPerson, changePerson, lockPerson, newPassword, unlockPerson } from './people.ts';
import { isPassword } from './session/password.ts';

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
  const { password, person } = await addPerson(t.db, { login: 'maria', name: 'Іваненко Марія' });
  expect(person.role).toBe('operator');
  expect(await isPassword(await secretOf('maria'), password)).toBe(true);
  await addPerson(t.db, { login: 'head', name: 'Head', role: 'supervisor' });
  expect(await findOperatorByLogin(t.db, 'head')).toMatchObject({ role: 'supervisor', name: 'Head' });
});

test('a login that is taken or that nobody could type, a name that is none: refused, and nothing is changed', async () => {
  const before = await secretOf('maria');
  await expect(addPerson(t.db, { login: 'Maria', name: 'x' })).rejects.toMatchObject({
    code: 'people.login-taken',
  });
  expect(await secretOf('maria')).toBe(before);
  for (const login of ['марія', 'm aria', '1maria', '', 'm'.repeat(41)])
    await expect(addPerson(t.db, { login, name: 'x' })).rejects.toMatchObject({ code: 'people.bad-login' });
  for (const name of ['', 'x'.repeat(121)])
    await expect(changePerson(t.db, { login: 'maria' }, { name })).rejects.toMatchObject({
      code: 'people.bad-name',
    });
});

test('a new password takes the place of the forgotten one, and ends what was open with it', async () => {
  await logIn('maria');
  await logIn('head');
  const password = await newPassword(t.db, { login: 'MARIA' });
  expect(await isPassword(await secretOf('maria'), password)).toBe(true);
  expect(await sessions()).toEqual(['head-a', 'head-b']);
});

test('who is locked out is out, and comes back with name, role and password as they were', async () => {
  const password = await newPassword(t.db, { login: 'head' });
  await logIn('maria');
  await lockPerson(t.db, { login: 'head' });
  expect(await findOperatorByLogin(t.db, 'head')).toBeNull();
  expect(await sessions()).toEqual(['maria-a', 'maria-b']);
  await unlockPerson(t.db, { login: 'head' });
  expect(await isPassword(await secretOf('head'), password)).toBe(true);
  await expect(lockPerson(t.db, { login: 'nobody' })).rejects.toMatchObject({ code: 'people.unknown' });
});

test('a change says only what it changes, and the desk of before is closed', async () => {
  expect(await changePerson(t.db, { login: 'maria' }, { role: 'supervisor' })).toMatchObject({
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
  await lockPerson(t.db, { login });
  await ensureDemoLogins(t.db, parts);
  expect(await findOperatorByLogin(t.db, login)).toBeNull();
});

test('the last administrator who may log in stays one, for the command as for the desk; of two who lock each other out at once one stays', async () => {
  const enter = async (login: string) =>
    (await addPerson(t.db, { login, name: login, role: 'administrator' })).person.id;
  await t.db('operators').where({ role: 'administrator' }).update({ active: false });
  const [taras, ivan] = [await enter('taras'), await enter('ivan')];
  const both = await Promise.allSettled([
    lockPerson(t.db, { id: ivan }, taras),
    lockPerson(t.db, { id: taras }, ivan),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = { code: 'people.last-administrator' };
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused });
  const [left, out] = (await findOperatorByLogin(t.db, 'taras')) ? ['taras', 'ivan'] : ['ivan', 'taras'];
  await logIn(left);
  await expect(lockPerson(t.db, { login: left })).rejects.toMatchObject(refused);
  await expect(changePerson(t.db, { login: left }, { role: 'operator' })).rejects.toMatchObject(refused);
  expect(await sessions()).toContain(`${left}-a`);
  // What leaves him an administrator is done.
  await changePerson(t.db, { login: left }, { name: 'Інший', role: 'administrator' });
  await unlockPerson(t.db, { login: out });
  await lockPerson(t.db, { login: left });
});

test('at the desk nobody locks himself out, gives up his own role or has his own password made up; the new name is his business', async () => {
  const { person } = await addPerson(t.db, { login: 'anna', name: 'Анна', role: 'administrator' });
  const { id } = person;
  const refused = { code: 'people.yourself' };
  const before = await secretOf('anna');
  await expect(lockPerson(t.db, { id }, id)).rejects.toMatchObject(refused);
  await expect(changePerson(t.db, { id }, { role: 'supervisor' }, id)).rejects.toMatchObject(refused);
  await expect(newPassword(t.db, { id }, id)).rejects.toMatchObject(refused);
  expect(await secretOf('anna')).toBe(before);
  expect(await changePerson(t.db, { id }, { name: 'Анна Нова' }, id)).toMatchObject({ name: 'Анна Нова' });
  await expect(lockPerson(t.db, { id: 999_999 }, id)).rejects.toMatchObject({ code: 'people.unknown' });
});
