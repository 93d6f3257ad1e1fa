import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type request from 'supertest';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { promiseCallback } from '../../db/queries/callbacks.ts';
import { writeComment, writeScore } from '../../db/queries/feedback.ts';
import { storeReading } from '../../db/queries/readings.ts';
import { createRequest } from '../../db/queries/requests.ts';
import { writeSms } from '../../db/queries/sms.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import { type TestDesk, testDesk } from './fakes/testing.ts';

let desk: TestDesk;
let olha: ReturnType<typeof request.agent>;
let petro: ReturnType<typeof request.agent>;
let spokenId: number;
let writtenId: number;

const at = new Date('2026-11-22T10:00:00.000Z');
const callId = 'n1-7';
const number = '+380501110002';
const wav = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));
const call = { callId, number, hotline: '750-600' };

/** What residents do by voice, as the flows write it. */
beforeAll(async () => {
  desk = await testDesk();
  [olha, petro] = await Promise.all([desk.logIn('olha'), desk.logIn('petro')]);
  const { db } = desk;
  await mkdir(path.join(desk.home, 'recordings'), { recursive: true });
  await writeFile(path.join(desk.home, 'recordings', 'said.wav'), wav);
  const row = {
    ...{ callId, residentId: null, buildingId: null, category: 'water', executor: 'plumbers' },
    ...{ text: '', place: '', phone: number, createdAt: at, dueAt: at, createdBy: null },
  };
  const said = { messageFile: 'said', messageMs: 34_200 };
  ({ id: spokenId } = await createRequest(db, { ...row, ...said }, 2026));
  ({ id: writtenId } = await createRequest(db, { ...row, text: 'Тече' }, 2026));
  await promiseCallback(db, { ...call, ...said, why: 'message', promisedAt: at });
  await promiseCallback(db, { ...call, why: 'feedback', promisedAt: at });
  await writeScore(db, { ...call, entry: callId, requestId: spokenId, score: 2, givenAt: at });
  await writeComment(db, callId, { file: 'gone', durationMs: 8_000 });
}, 60_000);
afterAll(() => desk.close());

/** The body of an answer that must be just what the contract says: nothing missing, and nothing more. */
function shown(name: RouteName, response: request.Response) {
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  expect(routes[name].answer.parse(response.body)).toEqual(response.body);
  return response.body;
}

test('a request that was spoken has its message, whole or in part, for who is logged in', async () => {
  expect(shown('request', await olha.get(`/api/requests/${spokenId}`))).toMatchObject({
    text: '',
    messageMs: 34_200,
  });
  expect(shown('request', await olha.get(`/api/requests/${writtenId}`)).messageMs).toBeNull();
  const message = `/api/requests/${spokenId}/message`;
  const whole = await olha.get(message).buffer(true).expect(200);
  expect(whole.headers).toMatchObject({
    'accept-ranges': 'bytes',
    'content-type': 'audio/wav',
    'content-length': '1000',
    'cache-control': 'private, max-age=3600',
  });
  const range = await olha.get(message).set('Range', 'bytes=990-').expect(206);
  expect(range.get('Content-Range')).toBe('bytes 990-999/1000');
  await olha.get(message).set('Range', 'bytes=1000-').expect(416);
  await supertest(desk.url).get(message).expect(401);
});

test('where nothing was spoken, and where the file has gone, it is said in clear words', async () => {
  const none = await olha.get(`/api/requests/${writtenId}/message`).expect(404);
  expect(none.body).toEqual({ code: 'message.none', message: 'There is no spoken message here.' });
  const gone = await petro.get('/api/feedback/1/comment').expect(404);
  expect(gone.body).toEqual({
    code: 'message.lost',
    message: 'The message is not kept any more: its file has gone.',
  });
});

test('a call back carries the message that was left for it', async () => {
  const open = shown('callbacks', await olha.get('/api/callbacks'));
  const promised = open.find(({ why }: { why: string }) => why === 'message');
  expect(promised).toMatchObject({ messageMs: 34_200 });
  await olha.get(`/api/callbacks/${promised.id}/message`).expect(200);
});

test('supervisors see what callers thought: score, comment, and whether they want a call back', async () => {
  const { items, next } = shown('feedback', await petro.get('/api/feedback'));
  expect(items).toMatchObject([
    { score: 2, requestId: spokenId, requestNumber: '26-000001', commentMs: 8_000, callback: 'promised' },
  ]);
  expect(next).toBeNull();
});

test('a resident’s home: meters with what they showed last, e-mail, what is broken in the building', async () => {
  const { db, residents } = desk;
  const [residentId = 0] = residents.residentIds;
  const { account_id: accountId } = await db('residents').where({ id: residentId }).first();
  await db('accounts').where({ id: accountId }).update({ email: 'olena@example.com' });
  const meter = { account_id: accountId, kind: 'cold-water', place: 'kitchen', serial: 'A-17' };
  const [meterId = 0] = await db('meters').insert({ ...meter, digits: 5, decimals: 3 });
  await db('meters').insert({ ...meter, kind: 'gas', serial: 'G-4', digits: 5, decimals: 0 });
  const read = { meterId, takenAt: at, source: 'call' as const, callId };
  await storeReading(db, { ...read, entry: '1', period: '2026-10', value: '120.000', doubts: [] });
  await storeReading(db, { ...read, entry: '2', period: '2026-11', value: '119.500', doubts: ['lower'] });
  const since = new Date(Date.now() - 1_000).toISOString();
  const broken = { kind: 'no-heating', since, until: null, buildingIds: [residents.buildingId] };
  await petro.post('/api/incidents').send(broken).expect(200);
  expect(shown('home', await olha.get(`/api/residents/${residentId}/home`))).toMatchObject({
    email: 'olena@example.com',
    meters: [
      { kind: 'cold-water', last: { value: '119.500', period: '2026-11', doubts: ['lower'] } },
      { kind: 'gas', last: null },
    ],
    incidents: [{ kind: 'no-heating', until: null }],
  });
});

test('an account is given a new PIN, which is told once and to nobody who is not logged in', async () => {
  const [residentId = 0] = desk.residents.residentIds;
  const home = `/api/residents/${residentId}/home`;
  expect(shown('home', await olha.get(home)).hasPin).toBe(false);
  const { account_id: id } = await desk.db('residents').where({ id: residentId }).first();
  await supertest(desk.url).post(`/api/accounts/${id}/pin`).expect(401);
  const { pin } = shown('givePin', await olha.post(`/api/accounts/${id}/pin`));
  expect(pin).toMatch(/^\d{6}$/);
  expect(shown('home', await olha.get(home)).hasPin).toBe(true);
  await olha.post('/api/accounts/999999/pin').expect(404);
});

test('a doubtful reading stands on a list until an operator has said whether it is right', async () => {
  const { items, all } = shown('readingsToCheck', await olha.get('/api/readings/doubtful'));
  expect({ items, all }).toMatchObject({
    items: [
      { value: '119.500', doubts: ['lower'], meter: { serial: 'A-17' }, earlier: { value: '120.000' } },
    ],
    all: 1,
  });
  const check = `/api/readings/${items[0].id}/check`;
  await olha.post(check).send({ verdict: 'perhaps' }).expect(400);
  await supertest(desk.url).post(check).send({ verdict: 'right' }).expect(401);
  shown('checkReading', await olha.post(check).send({ verdict: 'right' }));
  const again = await petro.post(check).send({ verdict: 'wrong' }).expect(409);
  expect(again.body.code).toBe('reading.not-now');
  expect(shown('readingsToCheck', await olha.get('/api/readings/doubtful'))).toEqual({ items: [], all: 0 });
  const home = shown('home', await olha.get(`/api/residents/${desk.residents.residentIds[0]}/home`));
  expect(home.meters[0].last).toMatchObject({ value: '119.500', doubts: [] });
  await olha.post('/api/readings/999999/check').send({ verdict: 'right' }).expect(404);
});

test('SMS to a number, the latest first', async () => {
  const sms = { number, why: 'request-accepted', callId, state: 'kept' as const };
  await writeSms(desk.db, { ...sms, text: 'Перше', createdAt: at });
  await writeSms(desk.db, { ...sms, text: 'Друге', createdAt: new Date(at.getTime() + 1) });
  const list = shown('sms', await olha.get(`/api/sms?number=${encodeURIComponent(number)}`));
  expect(list.map(({ text }: { text: string }) => text)).toEqual(['Друге', 'Перше']);
  expect(shown('sms', await olha.get('/api/sms?number=1'))).toEqual([]);
});
