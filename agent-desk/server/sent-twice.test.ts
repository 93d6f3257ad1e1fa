import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HolosEvents } from '../../events.ts';
import { type TestDesk, testDesk } from './fakes/testing.ts';

/** What a desk sends again, because it was told that it failed or got no answer, while the work went on. */
let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
afterAll(() => desk.close());

test('a request that is sent again before it is written, or later, is one: one number, told once', async () => {
  const olha = await desk.logIn('olha');
  const told: HolosEvents['request'][] = [];
  const stop = desk.bus.on('request', (event) => told.push(event));
  const body = { callId: null, residentId: null, category: 'water', place: '', phone: null };
  const send = (text: string, deskKey?: string) =>
    olha
      .post('/api/requests')
      .send({ ...body, text, deskKey })
      .expect(200);
  const numberOf = ({ body: { number } }: { body: { number: string } }) => Number(number.split('-')[1]);
  const before = numberOf(await send('Тече кран'));
  const deskKey = randomUUID();
  const [one, again] = await Promise.all([send('Тече стояк', deskKey), send('Тече стояк', deskKey)]);
  const later = await send('Тече стояк, вже до сусідів', deskKey);
  expect([again.body, later.body]).toEqual([one.body, one.body]);
  expect([one, await send('Тече стояк')].map(numberOf)).toEqual([before + 1, before + 2]);
  expect(told).toHaveLength(3);
  await olha
    .post('/api/requests')
    .send({ ...body, text: 'x', deskKey: 'x' })
    .expect(400);
  stop();
});

test('an incident that is opened again before it is written, or later, is one', async () => {
  const petro = await desk.logIn('petro');
  const body = { kind: 'no-heating', since: new Date().toISOString(), until: null };
  const buildingIds = [desk.residents.buildingId];
  const open = (deskKey?: string) =>
    petro
      .post('/api/incidents')
      .send({ ...body, buildingIds, deskKey })
      .expect(200);
  const deskKey = randomUUID();
  const [one, again] = await Promise.all([open(deskKey), open(deskKey)]);
  expect([again.body, (await open(deskKey)).body]).toEqual([one.body, one.body]);
  await open();
  expect((await petro.get('/api/incidents').expect(200)).body).toHaveLength(2);
});

test('an announcement that is set again before it is made, or later, is one: callers hear it once', async () => {
  const petro = await desk.logIn('petro');
  const times = { beginsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 600_000).toISOString() };
  const set = (deskKey?: string) =>
    petro
      .post('/api/announcements')
      .send({ hotline: '750-600', texts: { uk: 'Увага' }, ...times, deskKey })
      .expect(200);
  const deskKey = randomUUID();
  const [one, again] = await Promise.all([set(deskKey), set(deskKey)]);
  expect([again.body, (await set(deskKey)).body]).toEqual([one.body, one.body]);
  await set();
  expect((await petro.get('/api/announcements').expect(200)).body).toHaveLength(2);
});
