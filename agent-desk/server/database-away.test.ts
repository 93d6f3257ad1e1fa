import request from 'supertest';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { serverFiles } from '../../db/private-server/files.ts';
import { runningPid } from '../../db/private-server/process.ts';
import { startDatabase, stopDatabase } from '../../db/server.ts';
import type { StepData } from '../../events.ts';
import { FakeBrowser } from './fakes/browser.ts';
import { people, type TestDesk, testDesk } from './fakes/testing.ts';

let desk: TestDesk;
let browser: FakeBrowser;
let cookie: string;
beforeAll(async () => {
  desk = await testDesk();
  const { login, password } = people.olha;
  const response = await request(desk.url).post('/api/session').send({ login, password }).expect(200);
  cookie = response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
  browser = new FakeBrowser(desk.url, { Cookie: cookie });
  await browser.until(({ state }) => state !== undefined);
}, 60_000);
afterAll(async () => {
  browser.close();
  await desk.close();
});

const step = (data: StepData) => desk.bus.emit('step', { ...data, callId: 'n1-1', at: new Date() });

/** The database takes every question and answers none, until what is done has ended. */
async function whileFrozen<T>(work: (freeze: () => void) => Promise<T>): Promise<T> {
  const pid = runningPid(serverFiles(desk.database.settings.home));
  if (pid === undefined) throw new Error('no database runs');
  try {
    return await work(() => process.kill(pid, 'SIGSTOP'));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

test('while the database is frozen every question is answered all the same: it is away', async () => {
  const ask = (path: string) => request(desk.url).get(path).set('Cookie', cookie);
  const answers = await whileFrozen(async (freeze) => {
    freeze();
    return Promise.all([
      ...['/api/calls', '/api/session', '/api/requests/1/message'].map(ask),
      request(desk.url).post('/api/session').send({ login: 'olha', password: 'x' }),
    ]);
  });
  for (const { status, body } of answers)
    expect([status, body]).toEqual([
      503,
      { code: 'database.away', message: 'The database does not answer. Try again soon.' },
    ]);
}, 30_000);

test('a database that freezes in the midst of an answer holds neither it nor its end', async () => {
  const list = vi.spyOn(desk.dialer, 'list');
  const ask = () => request(desk.url).get('/api/campaigns').set('Cookie', cookie);
  const [answered, refused] = await whileFrozen(async (freeze) => {
    list.mockImplementationOnce(async () => {
      freeze();
      return [];
    });
    const first = await ask();
    process.kill(runningPid(serverFiles(desk.database.settings.home)) ?? 0, 'SIGCONT');
    list.mockImplementationOnce(async () => {
      freeze();
      return desk.db('campaigns').select();
    });
    return [first, await ask()];
  });
  expect([answered.status, answered.body]).toEqual([200, []]);
  expect([refused.status, refused.body.code]).toEqual([503, 'database.away']);
  await ask().expect(200);
}, 30_000);

test('while the database is away calls still come to the desk; when it is back the card does', async () => {
  const { id } = desk.operators.olha;
  await stopDatabase(desk.database.settings);

  await request(desk.url).get('/health').expect(200);
  await request(desk.url)
    .get('/ready')
    .expect(503, { ready: false, missing: ['database'], faults: [] });
  const refused = await request(desk.url).get('/api/calls').set('Cookie', cookie).expect(503);
  expect(refused.body.code).toBe('database.away');
  await request(desk.url).post('/api/session').send({ login: 'olha', password: 'x' }).expect(503);

  step({ kind: 'arrived', hotline: '750-600', number: '+380501110002', direction: 'in' });
  step({ kind: 'identified', as: 'one', residentIds: desk.residents.residentIds.slice(2) });
  step({ kind: 'waiting', queue: 'main', position: 1 });
  desk.floor.put(id, { callId: 'n1-1', stage: 'ringing', held: false, since: new Date() });
  await browser.until(({ state }) => state?.call?.callId === 'n1-1');
  expect(browser.state?.call).toMatchObject({ number: '+380501110002', card: { as: 'one', residents: [] } });

  await startDatabase(desk.database.settings);
  await browser.until(({ state }) => state?.call?.card.residents.length === 1, 15_000);
  expect(browser.state?.call?.card.residents[0]?.name).toBe('Шевчук Марія');
  expect(browser.state?.calls[0]).toMatchObject({ id: 'n1-1', residentName: 'Шевчук Марія' });
  expect(browser.gaps).toBe(0);
  await request(desk.url).get('/ready').expect(200);
}, 60_000);
