import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { currentFloorChanges } from '../../../db/queries/floor-changes.ts';
import { codeOf } from '../../../errors.ts';
import { FakeBrowser } from '../fakes/browser.ts';
import { type Person, people, type TestDesk, testDesk } from '../fakes/testing.ts';
import { DeskMessages } from './messages.ts';

let desk: TestDesk;
const browsers: FakeBrowser[] = [];
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
beforeEach(async () => {
  // Who wrote how much lately is forgotten.
  await desk.db('desk_messages').delete();
  await desk.restart();
});
afterEach(() => {
  for (const browser of browsers.splice(0)) browser.close();
});
afterAll(() => desk.close());

async function open(who: Person): Promise<FakeBrowser> {
  const { login, password } = people[who];
  const response = await request(desk.url).post('/api/session').send({ login, password }).expect(200);
  const browser = new FakeBrowser(desk.url, { Cookie: response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '' });
  browsers.push(browser);
  await browser.until(({ state }) => state !== undefined);
  return browser;
}

const ok = { ok: true };
const texts = (browser: FakeBrowser) => browser.state?.messages.map(({ text }) => text);

test('one to a colleague who is away stands on his desk when he comes, until he has read it; the writer sees that he has', async () => {
  const { olha: to, petro: from } = desk.operators;
  const petro = await open('petro');
  expect(await petro.say('message', to.id, '  Зайди до мене о третій ')).toEqual(ok);
  await petro.until(({ state }) => state?.messages.length === 1);
  expect(petro.state?.messages[0]).toMatchObject({ toId: to.id, readAt: null, readBy: { count: 0, of: 1 } });
  const olha = await open('olha');
  expect(olha.state?.messages).toMatchObject([
    {
      fromId: from.id,
      fromName: 'Петро Мельник',
      text: 'Зайди до мене о третій',
      readAt: null,
      readBy: null,
    },
  ]);
  const [message] = olha.state?.messages ?? [];
  expect(await olha.say('message-read', message?.id)).toEqual(ok);
  await olha.until(({ state }) => state?.messages[0]?.readAt !== null);
  await petro.until(({ state }) => state?.messages[0]?.readBy?.count === 1);
  expect(await petro.say('message-read', message?.id)).toEqual(ok);
  expect(petro.state?.messages[0]?.readAt).toBeNull();
});

test('to all desks those who lead write; it leaves a line in the log of the floor, without its words, and changes no rules', async () => {
  const [olha, petro] = [await open('olha'), await open('petro')];
  expect(await olha.say('message', null, 'Усім')).toMatchObject({ code: 'session.may-not' });
  expect(await petro.say('message', null, 'О 16:00 навчання')).toEqual(ok);
  await olha.until(({ state }) => state?.messages.length === 1);
  expect(olha.state?.messages[0]).toMatchObject({ toId: null, text: 'О 16:00 навчання' });
  const [line] = await desk.db('floor_changes').where({ kind: 'message' });
  expect(line).toMatchObject({ subject: 'all', by_operator: desk.operators.petro.id });
  expect(JSON.stringify(line)).not.toContain('навчання');
  expect(await currentFloorChanges(desk.db)).toEqual([]);
});

test('what was not read stays over the days, what was read and written yesterday does not', async () => {
  const [olha, petro] = [await open('olha'), await open('petro')];
  await petro.say('message', desk.operators.olha.id, 'Прочитане');
  await olha.until(({ state }) => state?.messages.length === 1);
  await olha.say('message-read', olha.state?.messages[0]?.id);
  await petro.say('message', desk.operators.olha.id, 'Непрочитане');
  const yesterday = new Date(Date.now() - 30 * 3_600_000);
  await desk.db('desk_messages').update({ at: yesterday });
  await desk.db('desk_message_readers').whereNotNull('read_at').update({ read_at: yesterday });
  await desk.restart();
  await olha.until(() => texts(olha)?.join() === 'Непрочитане');
  await petro.until(({ state }) => state?.messages.length === 0);
  // Read now, it stays for today; on the desk of the writer it stands no more.
  await olha.say('message-read', olha.state?.messages[0]?.id);
  await olha.until(({ state }) => state?.messages[0]?.readAt !== null);
  expect(texts(petro)).toEqual([]);
});

test('a word said again because its answer was lost is one; too many, too long, to nobody or to oneself are none', async () => {
  const olha = await open('olha');
  const { olha: self, petro } = desk.operators;
  for (let i = 0; i < 2; i++) expect(await olha.say('message', petro.id, 'Двічі')).toEqual(ok);
  await olha.until(({ state }) => (state?.messages.length ?? 0) > 0);
  expect(await olha.say('message', self.id, 'Собі')).toMatchObject({ code: 'operator.unknown' });
  expect(await olha.say('message', 99_999, 'Нікому')).toMatchObject({ code: 'operator.unknown' });
  for (const text of ['', '   ', 'я'.repeat(1_001)])
    expect(await olha.say('message', petro.id, text)).toMatchObject({ code: 'request.invalid' });
  const answers = [];
  for (let i = 0; i < 25; i++) answers.push(await olha.say('message', petro.id, `Слово ${i}`));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(19);
  expect(answers.at(-1)).toMatchObject({ code: 'message.too-many' });
  await olha.until(({ state }) => state?.messages.length === 20);
  expect(texts(olha)?.filter((text) => text === 'Двічі')).toHaveLength(1);
});

test('a word said again while the first try is still under way comes to what that comes to', async () => {
  const { olha, petro } = desk.operators;
  const messages = new DeskMessages({ db: desk.db, bus: desk.bus });
  const send = () => messages.send(olha, petro.id, 'Ще раз');
  const trx = await desk.db.transaction();
  await trx.raw('LOCK TABLES desk_messages WRITE');
  const first = send().catch(codeOf);
  const writing = async (): Promise<number | undefined> => {
    const [rows] = await trx.raw('SHOW PROCESSLIST');
    return rows.find(({ Info }: { Info: string | null }) => Info?.startsWith('insert into `desk_messages`'))
      ?.Id;
  };
  await expect.poll(writing).toBeDefined();
  const looked = new Promise<void>((done) => desk.db.once('query-response', () => done()));
  const second = send().catch(codeOf);
  await looked;
  await trx.raw(`KILL QUERY ${await writing()}`);
  expect(await Promise.all([first, second])).toEqual(['ER_QUERY_INTERRUPTED', 'ER_QUERY_INTERRUPTED']);
  await trx.raw('UNLOCK TABLES');
  await trx.commit();
  await send();
  expect(await desk.db('desk_messages').pluck('text')).toEqual(['Ще раз']);
});
