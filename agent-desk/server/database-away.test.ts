import { readdirSync, readFileSync } from 'node:fs';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../db/connect.ts';
import { serverFiles } from '../../db/private-server/files.ts';
import { runningPid } from '../../db/private-server/process.ts';
import { startDatabase, stopDatabase } from '../../db/server.ts';
import { ownTestDatabase } from '../../db/testing.ts';
import type { StepData } from '../../events.ts';
import { FakeBrowser } from './fakes/browser.ts';
import { people, type TestDesk, testDesk } from './fakes/testing.ts';
import { addPerson } from './people.ts';

let desk: TestDesk;
let browser: FakeBrowser;
let cookie: string;
beforeAll(async () => {
  desk = await testDesk({}, ownTestDatabase);
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

const databasePid = () => runningPid(serverFiles(desk.database.settings.home)) ?? expect.unreachable();

/** From now on the database takes every question and answers none. */
async function freeze(): Promise<void> {
  const pid = databasePid();
  process.kill(pid, 'SIGSTOP');
  const stateOf = (thread: string) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
  const isStopped = () => readdirSync(`/proc/${pid}/task`).every((one) => /^State:\tT/m.test(stateOf(one)));
  await expect.poll(isStopped, { interval: 1, timeout: 10_000 }).toBe(true);
}

const thaw = () => void process.kill(databasePid(), 'SIGCONT');

describe('while the database is frozen', () => {
  const ask = (path: string) => request(desk.url).get(path).set('Cookie', cookie);
  afterEach(async () => {
    thaw();
    await expect.poll(async () => (await ask('/api/session')).status, { timeout: 15_000 }).toBe(200);
  });

  test('every question is answered all the same: it is away', async () => {
    await freeze();
    const answers = await Promise.all([
      ...['/api/calls', '/api/session', '/api/requests/1/message'].map(ask),
      request(desk.url).post('/api/session').send({ login: 'olha', password: 'x' }),
    ]);
    for (const { status, body } of answers)
      expect([status, body]).toEqual([
        503,
        { code: 'database.away', message: 'The database does not answer. Try again soon.' },
      ]);
  }, 30_000);

  test('an answer that is begun is refused in time', async () => {
    vi.spyOn(desk.dialer, 'list').mockImplementationOnce(async () => {
      await freeze();
      return desk.db('campaigns').select();
    });
    const { status, body } = await ask('/api/campaigns');
    expect([status, body.code]).toEqual([503, 'database.away']);
  }, 30_000);

  test('an answer that is there already comes to its end', async () => {
    vi.spyOn(desk.dialer, 'list').mockImplementationOnce(async () => {
      await freeze();
      return [];
    });
    const { status, body } = await ask('/api/campaigns');
    expect([status, body]).toEqual([200, []]);
  }, 30_000);
});

test('what was refused as too late is not done afterwards: nobody has been told the PIN or the password', async () => {
  const { db, operators } = desk;
  const { password } = await addPerson(db, { login: 'taras', name: 'Тарас Коваль', role: 'administrator' });
  const taras = request.agent(desk.url);
  await taras.post('/api/session').send({ login: 'taras', password }).expect(200);
  const { id: accountId }: { id: number } = await db('accounts').first('id');
  const secrets = async (trx: Database) => [
    await trx('accounts').where({ id: accountId }).pluck('pin_hash'),
    await trx('operators').orderBy('id').select('login', 'password_hash'),
  ];
  const before = await secrets(db);
  const trx = await db.transaction();
  await trx('accounts').where({ id: accountId }).forUpdate().select();
  await trx('operators').where({ id: operators.olha.id }).forUpdate().select();
  await trx('operators').insert({ login: 'nova', name: 'Нова', role: 'operator', password_hash: '' });
  const answers = await Promise.all([
    request(desk.url).post(`/api/accounts/${accountId}/pin`).set('Cookie', cookie),
    taras.post(`/api/people/${operators.olha.id}/password`).send({}),
    taras.post('/api/people').send({ login: 'nova', name: 'Нова', role: 'operator' }),
  ]);
  for (const { status, body } of answers)
    expect([status, body.code, body.pin, body.password]).toEqual([
      503,
      'database.away',
      undefined,
      undefined,
    ]);
  await trx.rollback();
  // Whoever waits for a row has it before those who come later.
  const after = await db.transaction(async (later) => {
    await later('accounts').where({ id: accountId }).forUpdate().select();
    await later('operators').forUpdate().select();
    return secrets(later);
  });
  expect(after).toEqual(before);
  await db('operators').where({ login: 'taras' }).delete();
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
