import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeSessions } from '../../db/queries/sessions.ts';
import { people, type TestDesk, testDesk } from './fakes/testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
afterAll(() => desk.close());

const { login, password } = people.olha;
const cookieOf = (response: request.Response) => response.get('Set-Cookie')?.[0] ?? '';
const tryToLogIn = (body: object) => request(desk.url).post('/api/session').send(body);

test('who logs in gets a cookie that scripts cannot read and foreign pages do not send', async () => {
  const response = await tryToLogIn({ login: ' Olha ', password });
  expect(response.status).toBe(200);
  expect(response.body).toEqual({ id: desk.operators.olha.id, login, name: 'Ольга Бойко', role: 'operator' });
  expect(cookieOf(response)).toMatch(/^holos=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Strict$/);
});

test('who works stays logged in: each answer prolongs the cookie, as it does the session', async () => {
  const cookie = cookieOf(await tryToLogIn({ login, password }));
  const answer = await request(desk.url).get('/api/session').set('Cookie', cookie).expect(200);
  expect(cookieOf(answer).split(';')[0]).toBe(cookie.split(';')[0]);
  expect(cookieOf(answer)).toMatch(/; Expires=.+; HttpOnly; SameSite=Strict$/);
});

test('behind a proxy that gives TLS the cookie is for TLS only', async () => {
  const response = await tryToLogIn({ login, password }).set('X-Forwarded-Proto', 'https');
  expect(cookieOf(response)).toContain('; Secure');
});

test('an unknown login and a wrong password get the same answer after about the same time', async () => {
  const once = async (body: object) => {
    const from = performance.now();
    const response = await tryToLogIn(body).expect(401);
    return { body: response.body, ms: performance.now() - from };
  };
  // Of three the quickest: the machine does other things as well.
  const timed = async (body: object) => {
    const all = [await once(body), await once(body), await once(body)];
    return all.reduce((quickest, one) => (one.ms < quickest.ms ? one : quickest));
  };
  await once({ login: 'warm-up', password: 'x' });
  const unknown = await timed({ login: 'nobody', password });
  const wrong = await timed({ login: 'petro', password: 'wrong' });
  expect(unknown.body).toEqual(wrong.body);
  expect(unknown.body.code).toBe('session.wrong');
  expect(unknown.ms).toBeGreaterThan(wrong.ms / 3);
  expect(wrong.ms).toBeGreaterThan(unknown.ms / 3);
});

test('the id of a session changes at the log-in, and the old one is worth nothing', async () => {
  const before = cookieOf(await tryToLogIn({ login, password }));
  const planted = await tryToLogIn({ login, password }).set('Cookie', before);
  expect(cookieOf(planted)).not.toBe('');
  expect(cookieOf(planted).split(';')[0]).not.toBe(before.split(';')[0]);
  await request(desk.url).get('/api/session').set('Cookie', before).expect(401);
});

test('a page of another site can neither log in nor out', async () => {
  for (const headers of [
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site', Origin: desk.url },
  ]) {
    const response = await tryToLogIn({ login, password }).set(headers as Record<string, string>);
    expect([response.status, response.body.code]).toEqual([403, 'request.foreign-origin']);
  }
  await tryToLogIn({ login, password }).set({ Origin: desk.url }).expect(200);
  await tryToLogIn({ login, password }).set({ 'Sec-Fetch-Site': 'same-origin' }).expect(200);
});

test('a session outlives a restart of the server', async () => {
  const client = await desk.logIn('petro');
  await desk.restart();
  const response = await client.get('/api/session').expect(200);
  expect(response.body.login).toBe('petro');
});

test('after logging out, after being revoked and after leaving the company one is out', async () => {
  const first = await desk.logIn('olha');
  await first.delete('/api/session').expect(200, 'null');
  await first.get('/api/session').expect(401);

  const second = await desk.logIn('olha');
  expect(await revokeSessions(desk.db, desk.operators.olha.id)).toBeGreaterThan(0);
  await second.get('/api/session').expect(401);

  const third = await desk.logIn('petro');
  await desk.db('operators').where({ login: 'petro' }).update({ active: false });
  await third.get('/api/session').expect(401);
  await tryToLogIn({ login: 'petro', password: people.petro.password }).expect(401);
  await desk.db('operators').where({ login: 'petro' }).update({ active: true });
});

test('who changes his password gives the old one, stays logged in, and is out everywhere else', async () => {
  const { login, password } = people.petro;
  const here = await desk.logIn('petro');
  const elsewhere = await desk.logIn('petro');
  const olha = await desk.logIn('olha');
  const change = (oldPassword: string, newPassword: string) =>
    here.post('/api/session/password').send({ oldPassword, newPassword });

  const wrong = await change('not the old one', 'a new one of mine');
  expect([wrong.status, wrong.body.code]).toEqual([401, 'password.wrong']);
  await change(password, 'too short').expect(400);
  await elsewhere.get('/api/session').expect(200);

  await change(password, 'a new one of mine').expect(200, 'null');
  await here.get('/api/session').expect(200);
  await elsewhere.get('/api/session').expect(401);
  await olha.get('/api/session').expect(200);
  await tryToLogIn({ login, password }).expect(401);
  await tryToLogIn({ login, password: 'a new one of mine' }).expect(200);
  await change('a new one of mine', password).expect(200);
});

test('at a desk that was left open nobody finds out its owner’s password by trying', async () => {
  const left = await desk.logIn('olha');
  const guess = (oldPassword: string) =>
    left.post('/api/session/password').send({ oldPassword, newPassword: 'mine from now on' });
  for (let i = 0; i < 10; i++) await guess(`wrong ${i}`).expect(401);
  const refused = await guess(password);
  expect([refused.status, refused.body.code]).toEqual([429, 'session.too-many-tries']);
  await tryToLogIn({ login, password }).expect(200);
});

test('a login is that of one spelling, in capitals or not: other letters are another login', async () => {
  for (const other of ['ólha', 'olhа', 'ol\u200bha', 'ol\u00adha', 'olha\u0301'])
    await tryToLogIn({ login: other, password }).expect(401);
  await tryToLogIn({ login: 'OlHa', password }).expect(200);
});

test('after ten wrong passwords the login is closed for a while, whoever asks; others go on', async () => {
  for (let i = 0; i < 10; i++) await tryToLogIn({ login: 'olha', password: `wrong ${i}` }).expect(401);
  const refused = await tryToLogIn({ login: 'OLHA', password });
  expect([refused.status, refused.body.code]).toEqual([429, 'session.too-many-tries']);
  expect(Number(refused.get('Retry-After'))).toBeGreaterThan(0);
  await desk.logIn('petro');
});
