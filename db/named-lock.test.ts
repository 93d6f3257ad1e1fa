import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectDatabase, type Database } from './connect.ts';
import { withNamedLock } from './named-lock.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let t: TestDatabase;
let other: Database;
const children: ChildProcess[] = [];
beforeAll(async () => {
  t = await testDatabase();
  other = connectDatabase(t.url);
}, 60_000);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await other.destroy();
  await t.close();
});

/** A process of its own that takes the lock and keeps it for ever. */
async function processWithLock(name: string): Promise<ChildProcess> {
  const script = `
    import { connectDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'connect.ts'))};
    import { withNamedLock } from ${JSON.stringify(path.join(import.meta.dirname, 'named-lock.ts'))};
    await withNamedLock(connectDatabase(process.argv[1]), process.argv[2], () => {
      console.log('working');
      return new Promise(() => setInterval(() => {}, 1000));
    });`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script, t.url, name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

const nothing = async () => {};

/** Works until it is let go. */
function work() {
  let letGo = () => {};
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const over = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const run = () => {
    begin();
    return over;
  };
  return { begun, letGo, run };
}

test('of two at once one works, and the other is told so at once', async () => {
  const first = work();
  const done = withNamedLock(t.db, 'one', first.run);
  await first.begun;
  expect(await withNamedLock(other, 'one', nothing)).toBe(false);
  expect(await withNamedLock(other, 'another', nothing)).toBe(true);
  first.letGo();
  expect(await done).toBe(true);
  expect(await withNamedLock(other, 'one', nothing)).toBe(true);
});

test('work that fails lets go of the lock and tells why', async () => {
  const failing = withNamedLock(t.db, 'two', () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(await withNamedLock(other, 'two', nothing)).toBe(true);
});

test('a process that is killed in the middle of its work keeps nothing', async () => {
  const child = await processWithLock('three');
  expect(await withNamedLock(t.db, 'three', nothing)).toBe(false);
  child.kill('SIGKILL');
  await expect.poll(() => withNamedLock(t.db, 'three', nothing), { timeout: 5_000 }).toBe(true);
});

test('when the connection is cut, the work is finished, the loss is told, and the lock is free', async () => {
  const cut = work();
  const done = withNamedLock(t.db, 'four', cut.run);
  await cut.begun;
  const [[{ holder }]] = await other.raw("SELECT IS_USED_LOCK(CONCAT(DATABASE(), '.four')) AS holder");
  await other.raw(`KILL ${Number(holder)}`);
  await expect.poll(() => withNamedLock(other, 'four', nothing), { timeout: 5_000 }).toBe(true);
  cut.letGo();
  await expect(done).rejects.toMatchObject({ code: 'db.lock-lost' });
  // The pool has given up the dead connection, and goes on with others.
  expect(await withNamedLock(t.db, 'four', nothing)).toBe(true);
});
