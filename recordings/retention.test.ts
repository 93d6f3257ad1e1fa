import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../db/connect.ts';
import { withNamedLock } from '../db/named-lock.ts';
import { insertListens, listensTo } from '../db/queries/listens.ts';
import { saveOperator } from '../db/queries/operators.ts';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { createLog } from '../log.ts';
import { folderOf, recordingsRoot } from './folder.ts';
import { deleteOld, startRetention } from './retention.ts';
import { recordingRows } from './rows.ts';

const hourMs = 3600 * 1000;
const log = createLog('silent');
let t: TestDatabase;
let home: string;
let root: string;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'retention-'));
  root = recordingsRoot({ home });
});
afterEach(async () => {
  await t.db('recordings').delete();
  await rm(home, { recursive: true });
});

/** A finished recording that began so long before `now`, with its sound. @returns its folder */
async function recorded(hoursAgo: number, now = new Date()): Promise<string> {
  const startedAt = new Date(now.getTime() - hoursAgo * hourMs);
  const callId = `n1-${hoursAgo}`;
  const folder = folderOf(callId, startedAt);
  const rows = recordingRows(t.db);
  const id = await rows.begin({ callId, node: 'n1', folder, startedAt });
  await rows.finish(id, { state: 'finished', durationMs: 1, tracks: [] });
  await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, folder, 'resident-1.sln'), 'x');
  return folder;
}

const kept = async (): Promise<string[]> => t.db('recordings').pluck('call_id').orderBy('id');
const sounds = async () =>
  (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.sln')).length;
const clean = (days: number, now?: Date) => deleteOld({ root, rows: recordingRows(t.db), days, log, now });

test('deletes the sound and the row of what is too old, to the hour, and nothing else', async () => {
  const now = new Date('2026-05-01T12:00:00Z');
  for (let hours = 1; hours <= 450; hours++) await recorded(hours, now);
  expect(await clean(2, now)).toEqual({ deleted: 450 - 48, failed: 0 });
  expect(await kept()).toEqual(Array.from({ length: 48 }, (_, index) => `n1-${index + 1}`));
  expect(await sounds()).toBe(48);
  // Of days that are over nothing is left, not even their folders.
  expect((await readdir(path.join(root, '2026/04'))).sort()).toEqual(['29', '30']);
  expect(await clean(2, now)).toEqual({ deleted: 0, failed: 0 });
});

test('one that cannot be deleted is left for the next time and holds up no other', async () => {
  const now = new Date();
  await recorded(100, now);
  await recorded(90, now);
  await recorded(10, now);
  const outside = path.join(home, 'database');
  await mkdir(outside);
  const [first] = await kept();
  await t.db('recordings').where({ call_id: first }).update({ folder: '../database' });
  expect(await clean(1, now)).toEqual({ deleted: 1, failed: 1 });
  expect(await kept()).toEqual(['n1-100', 'n1-10']);
  expect(await readdir(home)).toContain('database');
});

test('sound that no row knows goes with its day; what else lies there is left alone', async () => {
  await recorded(1);
  const old = path.join(root, '2020/02/29/n1-forgotten');
  await mkdir(old, { recursive: true });
  await writeFile(path.join(old, 'heard-1.sln'), 'x');
  await mkdir(path.join(root, '2020/notes'));
  await clean(365);
  expect(await readdir(path.join(root, '2020'))).toEqual(['02', 'notes']);
  expect(await readdir(path.join(root, '2020/02'))).toEqual([]);
  expect(await sounds()).toBe(1);
});

test('a home without recordings is no fault', async () => {
  expect(await clean(1)).toEqual({ deleted: 0, failed: 0 });
});

test('at its time it cleans up by the setting, on one of all processes that share the database', async () => {
  await recorded(3 * 24 + 1);
  await recorded(3 * 24 - 1);
  const who = { login: 'petro', name: 'Петро', role: 'supervisor', passwordHash: '' } as const;
  const listen = {
    operatorId: await saveOperator(t.db, who),
    callId: 'n1-1',
    what: 'recording',
    whatId: 1,
  } as const;
  const recently = new Date(Date.now() - (3 * 24 - 1) * hourMs);
  const longAgo = new Date(Date.now() - (3 * 24 + 1) * hourMs);
  await insertListens(t.db, [
    { ...listen, at: longAgo },
    { ...listen, at: recently },
  ]);
  const everySecond = (db: Database) =>
    startRetention({
      settings: { home, recordingsDays: 3 },
      db,
      log,
      timezone: 'Europe/Kyiv',
      when: '* * * * * *',
    });
  const other = connectDatabase(t.url);
  let letGo = () => {};
  const elsewhere = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // While another process is at it, nothing is done here.
  const working = withNamedLock(other, 'holos.recordings-retention', () => elsewhere);
  const asked = counting(t.db, 'GET_LOCK');
  const stop = everySecond(t.db);
  await expect.poll(() => asked.count, { timeout: 4_000 }).toBeGreaterThan(1);
  expect(await kept()).toHaveLength(2);
  letGo();
  expect(await working).toBe(true);
  await expect.poll(kept, { timeout: 4_000 }).toEqual([`n1-${3 * 24 - 1}`]);
  await stop();
  expect(await sounds()).toBe(1);
  expect(await listensTo(t.db, 'n1-1')).toEqual([{ ...listen, at: recently }]);
  const after = asked.count;
  await recorded(100);
  await other.raw('SELECT SLEEP(1.1)');
  expect(asked.count).toBe(after);
  await other.destroy();
});

/** Counts the queries that hold some text. */
function counting(db: Database, text: string): { readonly count: number } {
  const counted = { count: 0 };
  db.on('query', ({ sql }: { sql: string }) => {
    if (sql.includes(text)) counted.count++;
  });
  return counted;
}
