import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people, type TestDesk, testDesk } from './fakes/testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
afterAll(() => desk.close());

const { login, password } = people.olha;
const cookiesOf = (response: request.Response) => response.get('Set-Cookie') ?? [];
const logIn = () => request(desk.url).post('/api/session').send({ login, password });

test('who logs in gets a cookie that scripts cannot read and foreign pages do not send', async () => {
  const response = await logIn();
  expect(response.status).toBe(200);
  expect(response.body).toEqual({ id: desk.operators.olha.id, login, name: 'Ольга Бойко', role: 'operator' });
  expect(cookiesOf(response)[0]).toMatch(/^holos=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Strict$/);
});
