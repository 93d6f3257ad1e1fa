import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from './compose-services.ts';
import { connectDatabase, type Database } from './db/connect.ts';
import { migrate } from './db/migrate.ts';
import { emptyDatabase, testPlace } from './db/testing.ts';
import { createLog } from './log.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A database of one's own, whose tables will have this character set. */
async function ownDatabase(characterSet: string): Promise<{ db: Database; url: string }> {
  const { url, drop } = await emptyDatabase();
  const db = connectDatabase(url);
  ends.push(drop, () => db.destroy());
  await db.raw(`ALTER DATABASE CHARACTER SET ${characterSet}`);
  return { db, url };
}

async function open(databaseUrl: string, log = createLog('silent')): Promise<Database> {
  const { db, release } = await openDatabase({ ...(await testPlace()), databaseUrl }, log);
  ends.push(release);
  return db;
}

test('a database whose tables would hold no Cyrillic is refused before the first is made, with what to do', async () => {
  const { db, url } = await ownDatabase('latin1');
  const refusal = await open(url).catch((error) => error);
  expect(refusal).toMatchObject({ code: 'db.character-set', message: expect.stringContaining('latin1') });
  expect(await db.schema.hasTable('migrations')).toBe(false);
  await db.raw(/ALTER DATABASE .*(?=;$)/.exec(refusal.message)?.[0] ?? '');
  const opened = await open(url);
  const house = { house: '1', centre: 'Центр', entrances: 1, floors: 5 };
  await opened('buildings').insert({ street: 'Галицька', ...house });
  expect(await opened('buildings').pluck('street')).toEqual(['Галицька']);
}, 60_000);

test.each([
  ['latin1', ['the tables hold no Cyrillic: docs/running.md says how to change that']],
  ['utf8mb3', []],
])(
  'tables that are there already, in %s, go on as they are',
  async (characterSet, told) => {
    const { db, url } = await ownDatabase(characterSet);
    await migrate(db);
    const lines: string[] = [];
    const write = (chunk: Buffer, _: string, done: () => void) => {
      lines.push(JSON.parse(String(chunk)).msg);
      done();
    };
    await open(url, pino(new Writable({ write })));
    expect(lines).toEqual(told);
  },
  60_000,
);

test('a server that does not answer is told with its host and port, and without the password', async () => {
  const { ports } = await testPlace();
  const refusal = await open(`mysql://holos:geheim@localhost:${ports.database}/homes`).catch(
    (error) => error,
  );
  expect(refusal).toMatchObject({ code: 'db.unreachable' });
  expect(refusal.message).toContain(`localhost:${ports.database} cannot be used (ECONNREFUSED)`);
  expect(refusal.message).toContain('homes');
  expect(JSON.stringify([refusal.message, refusal.details])).not.toContain('geheim');
}, 60_000);
