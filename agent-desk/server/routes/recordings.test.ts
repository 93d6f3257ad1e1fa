import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { promiseCallback } from '../../../db/queries/callbacks.ts';
import { listensTo } from '../../../db/queries/listens.ts';
import { recordingsRoot } from '../../../recordings/folder.ts';
import { type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
let olha: ReturnType<typeof supertest.agent>;
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));

beforeAll(async () => {
  desk = await testDesk();
  olha = await desk.logIn('olha');
  desk.recordings.sounds.set(1, { bytes, finished: true });
}, 60_000);
afterAll(() => desk.close());

const sound = (range?: string) => {
  const asked = olha.get('/api/recordings/1/audio').buffer(true);
  return (range ? asked.set('Range', range) : asked).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });
};

test('the whole sound, and how it may be asked for', async () => {
  const response = await sound().expect(200);
  expect(response.body).toEqual(bytes);
  expect(response.headers).toMatchObject({
    'accept-ranges': 'bytes',
    'content-type': 'audio/wav',
    'content-length': '1000',
  });
});

test.each([
  ['bytes=0-99', 'bytes 0-99/1000', bytes.subarray(0, 100)],
  ['bytes=990-', 'bytes 990-999/1000', bytes.subarray(990)],
  ['bytes=-10', 'bytes 990-999/1000', bytes.subarray(990)],
  ['bytes=900-5000', 'bytes 900-999/1000', bytes.subarray(900)],
  ['bytes=-5000', 'bytes 0-999/1000', bytes],
])('a range: %s', async (range, contentRange, expected) => {
  const response = await sound(range).expect(206);
  expect(response.get('Content-Range')).toBe(contentRange);
  expect(response.get('Content-Length')).toBe(String(expected.length));
  expect(response.body).toEqual(expected);
});

test.each(['bytes=1000-', 'bytes=-0'])('%s holds nothing: 416 with the size', async (range) => {
  const response = await sound(range).expect(416);
  expect(response.get('Content-Range')).toBe('bytes */1000');
});

test('what is no range of bytes, or several, gets the whole', async () => {
  for (const unread of ['lines=1-2', 'bytes=5-2', 'bytes=-', 'bytes=1e1-']) await sound(unread).expect(200);
  await sound('bytes=0-1').set('If-Range', '"earlier"').expect(200);
  expect((await sound('bytes=0-1,5-6').expect(200)).body).toEqual(bytes);
});

test('HEAD tells the size without the sound', async () => {
  const response = await olha.head('/api/recordings/1/audio').expect(200);
  expect(response.get('Content-Length')).toBe('1000');
  const ranged = await olha.head('/api/recordings/1/audio').set('Range', 'bytes=0-9').expect(206);
  expect(ranged.get('Content-Range')).toBe('bytes 0-9/1000');
});

test('the picture of the sound, and nothing for one who is not logged in', async () => {
  const loud = Buffer.alloc(44 + 4 * 8_000);
  for (let at = 44; at < loud.length; at += 4) loud.writeInt16LE(-32_768, at);
  desk.recordings.sounds.set(3, { bytes: loud, finished: true });
  const response = await olha.get('/api/recordings/3/waveform').expect(200);
  expect(response.get('Cache-Control')).toBe('private, max-age=3600');
  expect(response.body.resident).toHaveLength(480);
  expect(new Set(response.body.resident)).toEqual(new Set([100]));
  expect(new Set(response.body.heard)).toEqual(new Set([0]));
  await olha.get('/api/recordings/99/waveform').expect(404);
  await supertest(desk.url).get('/api/recordings/3/waveform').expect(401);
});

test('who listens is written down once in a sitting, and told to those who lead; asking how long it is, or for nothing, is no listening', async () => {
  const { olha: operator, petro: lead } = desk.operators;
  const arrived = { callId: 'n1-1', at: new Date(), kind: 'arrived', direction: 'in' } as const;
  desk.bus.emit('step', { ...arrived, hotline: '750-600', number: '+380501110002' });
  await desk.calls.written();
  await desk.db('listens').delete();
  await desk.restart();
  const petro = await desk.logIn('petro');
  desk.recordings.sounds.set(7, { bytes, finished: true });
  const audio = (who: typeof olha) => who.get('/api/recordings/7/audio');
  await olha.head('/api/recordings/7/audio').expect(200);
  await audio(olha).set('Range', 'bytes=1000-').expect(416);
  for (const range of ['bytes=0-99', 'bytes=500-']) await audio(olha).set('Range', range).expect(206);
  await audio(petro)
    .expect(200)
    .expect('Vary', /Cookie/);
  const listens = async (who: typeof olha) => (await who.get('/api/calls/n1-1').expect(200)).body.listens;
  await expect.poll(() => listens(petro)).toHaveLength(2);
  expect(await listens(petro)).toEqual(
    [lead.id, operator.id].map((operatorId) => ({ operatorId, at: expect.any(String), what: 'recording' })),
  );
  expect(await listens(olha)).toEqual([]);
});

test('a message that a caller has spoken is listened to as a recording is', async () => {
  const promise = {
    number: '+380501110002',
    hotline: '750-600',
    why: 'left-message',
    promisedAt: new Date(),
  };
  const file = 'messages/n1-2';
  const { id } = await promiseCallback(desk.db, {
    ...promise,
    callId: 'n1-2',
    messageFile: file,
    messageMs: 1,
  });
  await mkdir(path.join(recordingsRoot(desk), 'messages'), { recursive: true });
  await writeFile(path.join(recordingsRoot(desk), `${file}.wav`), bytes);
  await olha.get(`/api/callbacks/${id}/message`).expect(200);
  const heard = { operatorId: desk.operators.olha.id, what: 'callback', whatId: id };
  await expect.poll(() => listensTo(desk.db, 'n1-2')).toMatchObject([heard]);
});

test('while the call goes on, the sound grows and is not kept by the browser', async () => {
  desk.recordings.sounds.set(2, { bytes: bytes.subarray(0, 500), finished: false });
  const first = await olha.get('/api/recordings/2/audio').set('Range', 'bytes=0-').expect(206);
  expect(first.get('Content-Range')).toBe('bytes 0-499/500');
  expect(first.get('Cache-Control')).toBe('no-store');
  desk.recordings.sounds.set(2, { bytes, finished: false });
  const next = await olha.get('/api/recordings/2/audio').set('Range', 'bytes=500-').expect(206);
  expect(next.get('Content-Range')).toBe('bytes 500-999/1000');
});
