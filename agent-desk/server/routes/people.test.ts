import { Writable } from 'node:stream';
import { pino } from 'pino';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logOptions } from '../../../log.ts';
import { type RouteName, routes } from '../../contract/routes.ts';
import { OpenDesks } from '../fakes/open-desks.ts';
import type { TestDesk } from '../fakes/testing.ts';
import { addPerson } from '../people.ts';
import type { Asked } from '../routing.ts';
import { peopleRoutes } from './people.ts';

/** Administrators let others in at the desk. */
let desks: OpenDesks;
let desk: TestDesk;
let taras: ReturnType<typeof request.agent>;
let tarasId: number;

beforeAll(async () => {
  desks = await OpenDesks.start();
  desk = desks.desk;
  const entered = await addPerson(desk.db, { login: 'taras', name: 'Тарас Коваль', role: 'administrator' });
  tarasId = entered.person.id;
  taras = request.agent(desk.url);
  await taras.post('/api/session').send({ login: 'taras', password: entered.password }).expect(200);
}, 60_000);
afterAll(async () => {
  desks?.closeBrowsers();
  await desk?.close();
});

function shown(name: RouteName, response: request.Response) {
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  expect(routes[name].answer.parse(response.body)).toEqual(response.body);
  expect(response.get('Cache-Control')).toBe('no-store');
  return response.body;
}
const add = (person: object) => taras.post('/api/people').send(person);
const logsIn = (login: string, password: string) =>
  request(desk.url).post('/api/session').send({ login, password });
const maria = { login: 'maria', name: 'Марія Іваненко', role: 'operator' };
const listed = async (login: string) =>
  shown('people', await taras.get('/api/people')).find((one: { login: string }) => one.login === login);

test('who is added logs in with the password that was told, and stands on the list without it', async () => {
  const { person, password } = shown('addPerson', await add({ ...maria, login: ' maria ' }));
  expect(person).toMatchObject({ ...maria, mayLogIn: true });
  await logsIn('maria', password).expect(200);
  expect(await listed('maria')).toEqual(person);
  expect(JSON.stringify(shown('people', await taras.get('/api/people')))).not.toContain(password);
});

test('an open desk closes when its owner is locked out, gets another role or password; let in again he logs in as before', async () => {
  const { person, password: first } = shown('addPerson', await add({ ...maria, login: 'ivan' }));
  const path = `/api/people/${person.id}`;
  const opens = async (password: string) => {
    const browser = desks.browse(await desks.cookieOf({ login: 'ivan', password }));
    await browser.until(({ state }) => state !== undefined);
    return browser;
  };
  const locked = await opens(first);
  expect(shown('lockPerson', await taras.post(`${path}/lock`)).mayLogIn).toBe(false);
  await locked.until(({ loggedOut }) => loggedOut === 'revoked');
  await logsIn('ivan', first).expect(401);
  expect((await listed('ivan')).mayLogIn).toBe(false);
  expect(shown('unlockPerson', await taras.post(`${path}/unlock`)).mayLogIn).toBe(true);

  const changed = await opens(first);
  const now = { name: 'Іван Новий', role: 'supervisor' };
  expect(shown('changePerson', await taras.patch(path).send(now))).toMatchObject({ login: 'ivan', ...now });
  await changed.until(({ loggedOut }) => loggedOut === 'revoked');

  const forgotten = await opens(first);
  const { password } = shown('newPassword', await taras.post(`${path}/password`));
  await forgotten.until(({ loggedOut }) => loggedOut === 'revoked');
  await logsIn('ivan', first).expect(401);
  await logsIn('ivan', password).expect(200);
});

test('operators and supervisors may do nothing of it', async () => {
  for (const who of ['olha', 'petro'] as const) {
    const client = await desk.logIn(who);
    const asked = [
      client.get('/api/people'),
      client.post('/api/people').send(maria),
      client.patch(`/api/people/${tarasId}`).send({ role: 'operator' }),
      ...['password', 'lock', 'unlock'].map((verb) => client.post(`/api/people/${tarasId}/${verb}`)),
    ];
    for (const one of asked) {
      const { status, body } = await one;
      expect([status, body.code]).toEqual([403, 'session.may-not']);
    }
  }
  expect((await request(desk.url).get('/api/people')).body.code).toBe('session.none');
});

test('every fault has its status and code, and changes nothing', async () => {
  const before = await desk.db('operators').orderBy('id');
  const own = `/api/people/${tarasId}`;
  const cases: [request.Test, number, string][] = [
    [add({ ...maria, login: 'olha' }), 409, 'people.login-taken'],
    [add({ ...maria, login: 'OLHA' }), 409, 'people.login-taken'],
    [add({ ...maria, login: 'оля' }), 400, 'people.bad-login'],
    [add({ ...maria, login: '' }), 400, 'people.bad-login'],
    [add({ ...maria, login: 'anna', name: ' ' }), 400, 'people.bad-name'],
    [add({ ...maria, login: 'anna', name: 'я'.repeat(121) }), 400, 'people.bad-name'],
    [add({ ...maria, login: 'anna', role: 'boss' }), 400, 'request.invalid'],
    [add({ ...maria, login: 'anna', password: 'my own wish' }), 400, 'request.invalid'],
    [taras.patch(`/api/people/${desk.operators.olha.id}`).send({}), 400, 'request.invalid'],
    [taras.patch(`/api/people/${desk.operators.olha.id}`).send({ name: '' }), 400, 'people.bad-name'],
    [taras.patch('/api/people/99999').send({ role: 'operator' }), 404, 'people.unknown'],
    [taras.post('/api/people/99999/lock'), 404, 'people.unknown'],
    [taras.patch(own).send({ role: 'supervisor' }), 403, 'people.yourself'],
    [taras.post(`${own}/lock`), 403, 'people.yourself'],
    [taras.post(`${own}/password`), 403, 'people.yourself'],
  ];
  for (const [asked, status, code] of cases) {
    const { status: got, body } = await asked;
    expect([got, body.code], body.message).toEqual([status, code]);
  }
  expect(await desk.db('operators').orderBy('id')).toEqual(before);
  await taras.get('/api/session').expect(200);
});

test('each deed is a line in the log with who has done it to whom, and no line has a password', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  // Also where names and numbers are shown.
  const does = peopleRoutes({ db: desk.db, log: pino(logOptions('info', true), stream) });
  const asked = (more: object) => ({ operator: { id: tarasId }, ...more }) as unknown as Asked<'addPerson'>;
  const added = await does.addPerson(asked({ body: { ...maria, login: 'roman' } }));
  const { person, password } = routes.addPerson.answer.parse(added);
  const to = (more = {}) => asked({ params: { id: person.id }, ...more }) as never;
  await does.changePerson(to({ body: { name: 'Роман Новий' } }));
  const given = await does.newPassword(to());
  await does.lockPerson(to());
  await does.unlockPerson(to());
  const byTaras = { operatorId: tarasId, of: person.id };
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { ...byTaras, role: 'operator', person: { login: 'roman' }, msg: 'somebody was added' },
    { ...byTaras, person: { name: 'Роман Новий' }, msg: 'somebody’s name or role was changed' },
    { ...byTaras, msg: 'somebody was given a new password' },
    { ...byTaras, msg: 'somebody was locked out' },
    { ...byTaras, msg: 'somebody was let in again' },
  ]);
  for (const secret of [password, routes.newPassword.answer.parse(given).password])
    expect(lines.join()).not.toContain(secret);
});

test('who gives himself another name logs in anew, and nothing brings the session back', async () => {
  const renamed = await taras.patch(`/api/people/${tarasId}`).send({ name: 'Тарас Новий' });
  expect(shown('changePerson', renamed).name).toBe('Тарас Новий');
  await taras.get('/api/session').expect(401);
});
