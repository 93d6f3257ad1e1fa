import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connectDatabase } from './connect.ts';
import { serverFiles } from './private-server/files.ts';
import { demandSpace } from './private-server/install.ts';
import { runningPid } from './private-server/process.ts';
import { findProgram } from './private-server/programs.ts';
import { databaseUrl, startDatabase, stopDatabase } from './server.ts';
import { testPlace } from './testing.ts';

type Place = Awaited<ReturnType<typeof testPlace>>;
const places: Place[] = [];

async function newPlace(change: (place: Place) => Place = (place) => place): Promise<Place> {
  const made = await testPlace();
  const place = change(made);
  places.push(place, made);
  return place;
}

afterEach(async () => {
  for (const place of places.splice(0)) {
    await stopDatabase(place);
    await rm(place.home, { recursive: true, force: true });
  }
});

test('is started once, taken up when it runs, stopped cleanly, and keeps what it holds', async () => {
  const place = await newPlace();
  expect(() => databaseUrl(place)).toThrow(/\.\/holos up/);
  const first = await startDatabase(place);
  expect(first).toMatchObject({ adopted: false, url: databaseUrl(place) });
  expect(await startDatabase(place)).toMatchObject({ adopted: true, pid: first.pid });
  const db = connectDatabase(first.url);
  await db.raw('CREATE TABLE kept (id INT)');
  expect(await stopDatabase(place)).toBe(true);
  expect(await stopDatabase(place)).toBe(false);
  await expect(db.raw('SELECT 1')).rejects.toThrow();
  await startDatabase(place);
  // The connections of before are gone with the server; the pool makes new ones by itself.
  expect(await db('kept')).toEqual([]);
  await db.destroy();
}, 60_000);

test('nobody but this user comes in: a password in a file of his, and no other accounts over the network', async () => {
  const place = await newPlace();
  const { url } = await startDatabase(place);
  const files = serverFiles(place.home);
  for (const file of [files.password, files.init]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  for (const user of ['root', 'anybody', 'holos']) {
    const wrong = new URL(url);
    wrong.username = user;
    wrong.password = '';
    const db = connectDatabase(wrong.href);
    await expect(db.raw('SELECT 1')).rejects.toMatchObject({
      code: expect.stringMatching(/^ER_ACCESS_DENIED/),
    });
    await db.destroy();
  }
}, 60_000);

test('a start that was cut off while the tables were made begins anew', async () => {
  const place = await newPlace();
  const half = `${serverFiles(place.home).data}.new`;
  await mkdir(path.join(half, 'mysql'), { recursive: true });
  await writeFile(path.join(half, 'ibdata1'), 'half');
  expect(await startDatabase(place)).toMatchObject({ adopted: false });
}, 60_000);

test('a crash, and a pid file whose number is another program’s, do not hinder the next start', async () => {
  const place = await newPlace();
  const { pid = 0 } = await startDatabase(place);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => runningPid(serverFiles(place.home))).toBeUndefined();
  await writeFile(serverFiles(place.home).pid, `${process.pid}\n`);
  expect(await startDatabase(place)).toMatchObject({ adopted: false });
}, 60_000);

test('a home with a long name gets a socket elsewhere', async () => {
  const place = await newPlace((made) => ({ ...made, home: path.join(made.home, 'довга-назва'.repeat(8)) }));
  const { socket } = serverFiles(place.home);
  expect(Buffer.byteLength(socket)).toBeLessThan(108);
  expect(await startDatabase(place)).toMatchObject({ adopted: false });
  expect((await stat(socket)).isSocket()).toBe(true);
  await stopDatabase(place);
  await rm(path.dirname(socket), { recursive: true });
}, 60_000);

test('a taken port, a missing program, a home that is no folder: each is told with what to do', async () => {
  const place = await newPlace();
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(place.ports.database, '127.0.0.1', resolve));
  await expect(startDatabase(place)).rejects.toMatchObject({
    code: 'db.port-taken',
    message: expect.stringContaining('HOLOS_PORT_BASE'),
  });
  await new Promise((resolve) => other.close(resolve));
  expect(() => findProgram('mariadbd', ['/nowhere'])).toThrow(/apt-get install mariadb-server-core/);
  const file = path.join(place.home, 'file');
  await writeFile(file, '');
  await expect(startDatabase({ ...place, home: file })).rejects.toMatchObject({ code: 'db.not-a-folder' });
}, 60_000);

test('a server that does not start shows the end of its log', async () => {
  const place = await newPlace();
  await startDatabase(place);
  await stopDatabase(place);
  await writeFile(path.join(serverFiles(place.home).data, 'ibdata1'), 'broken');
  await expect(startDatabase(place)).rejects.toMatchObject({
    code: 'db.start-failed',
    message: expect.stringMatching(/ended at once[\s\S]*mariadb\.log:\n.*\[ERROR\]|InnoDB/),
  });
  expect(await readFile(serverFiles(place.home).log, 'utf8')).toContain('ERROR');
}, 60_000);

test('a disk without room is told before anything is written', async () => {
  const { home } = await newPlace();
  expect(() => demandSpace(home, Number.MAX_SAFE_INTEGER)).toThrow(/MB free.*free some space/);
});

test('where HOLOS_DATABASE_URL names a server, none is started', async () => {
  const place = await newPlace((made) => ({ ...made, databaseUrl: 'mysql://u:p@db.example/holos' }));
  expect(await startDatabase(place)).toEqual({ url: 'mysql://u:p@db.example/holos', adopted: true });
});
