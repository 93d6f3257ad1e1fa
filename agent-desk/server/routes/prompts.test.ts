import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeWav } from '../../../speech/sound/wav.ts';
import { type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
let petro: ReturnType<typeof supertest.agent>;

beforeAll(async () => {
  desk = await testDesk();
  petro = await desk.logIn('petro');
}, 60_000);
afterAll(() => desk.close());

const voice = (seconds: number, peak = 0.3) =>
  writeWav({
    rate: 16_000,
    samples: Float32Array.from({ length: seconds * 16_000 }, (_, i) =>
      i % 1600 > 250 ? Math.max(-1, Math.min(1, peak * Math.sin(i / 8))) : 0,
    ),
  });
const send = (file: Buffer, id = 'goodbye', name = 'goodbye') =>
  petro
    .post(`/api/prompts/${id}/recordings?language=uk&name=${name}`)
    .set('Content-Type', 'application/octet-stream')
    .send(file);
const soundOf = async (query = '') => {
  const asked = petro.get(`/api/prompts/goodbye/sound?language=uk${query}`).buffer(true);
  return await asked.expect(200).expect('Content-Type', 'audio/wav').expect('Cache-Control', 'no-store');
};

test('the list, and one prompt with its pieces', async () => {
  const { body } = await petro.get('/api/prompts').expect(200);
  const listed = body.find(({ id }: { id: string }) => id === 'queue.position');
  expect(listed.texts.map(({ language }: { language: string }) => language)).toEqual(['uk', 'ru', 'en']);
  const one = await petro.get('/api/prompts/queue.position').expect(200);
  expect(one.body.texts[0]).toMatchObject({
    language: 'uk',
    spoken: expect.stringContaining('двадцять сьомий'),
    pieces: [
      { name: 'queue.position.1', text: 'Ваш дзвінок', inUse: null, earlier: [] },
      { name: 'queue.position.2' },
    ],
  });
  await petro.get('/api/prompts/nothing').expect(404);
});

test('a recording is heard at once; the one before it and synthesis come back', async () => {
  const made = (await soundOf()).headers['content-length'];
  const first = await send(voice(2)).expect(200);
  expect(first.body.remarks).toEqual([]);
  const recorded = (await soundOf()).headers['content-length'];
  expect(recorded).not.toBe(made);
  const second = await send(voice(3)).expect(200);
  const [{ id }] = second.body.prompt.texts[0].pieces[0].earlier;
  expect((await soundOf(`&name=goodbye&earlier=${id}`)).headers['content-length']).toBe(recorded);
  const back = { language: 'uk', name: 'goodbye' };
  await petro
    .post('/api/prompts/goodbye/back')
    .send({ ...back, earlier: id })
    .expect(200);
  expect((await soundOf()).headers['content-length']).toBe(recorded);
  const { body } = await petro
    .post('/api/prompts/goodbye/back')
    .send({ ...back, earlier: null })
    .expect(200);
  expect(body.texts[0].pieces[0]).toMatchObject({ inUse: null, earlier: [{}, {}] });
  expect((await soundOf()).headers['content-length']).toBe(made);
  await petro.get('/api/prompts/goodbye/sound?language=uk&name=goodbye').expect(404);
});

test('what cannot be used is refused with its reason', async () => {
  expect((await send(voice(2, 4)).expect(400)).body.code).toBe('take.clipped');
  expect((await send(Buffer.from('not a sound')).expect(400)).body.code).toBe('take.unreadable');
  expect((await send(Buffer.alloc(20_000_001)).expect(413)).body.code).toBe('take.too-large');
  await send(voice(1), 'goodbye', 'interrupted').expect(404);
  await send(voice(1), 'goodbye', '..%2Fgoodbye').expect(404);
  await petro.post('/api/prompts/goodbye/recordings?language=de&name=goodbye').expect(400);
});

test('prompts are for supervisors', async () => {
  const olha = await desk.logIn('olha');
  await olha.get('/api/prompts').expect(403);
  await olha.get('/api/prompts/goodbye/sound?language=uk').expect(403);
  await olha.post('/api/prompts/goodbye/recordings?language=uk&name=goodbye').send().expect(403);
  await supertest(desk.url).get('/api/prompts').expect(401);
});
