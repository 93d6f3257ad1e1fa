import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-lock-'));
const file = path.join(folder, 'run', 'lock');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('two that want the lock at once come one after the other, and the second is told to wait', async () => {
  const order: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered = () => {};
  const inside = new Promise<void>((resolve) => {
    entered = resolve;
  });
  const first = withLock(
    file,
    5000,
    () => order.push('first waits'),
    async () => {
      entered();
      await held;
      order.push('first');
    },
  );
  await inside;
  const onWait = () => {
    order.push('second waits');
    release();
  };
  await withLock(file, 5000, onWait, async () => {
    order.push('second');
  });
  await first;
  expect(order).toEqual(['second waits', 'first', 'second']);
  // It is what makes the folder at the first start: of the database's password, too.
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});

test('a lock that is not let go in time is a fault that says so', async () => {
  await withLock(
    file,
    5000,
    () => {},
    async () => {
      const second = withLock(
        file,
        50,
        () => {},
        async () => 'in',
      );
      await expect(second).rejects.toMatchObject({ code: 'cli.locked' });
    },
  );
});

test('the lock is free again when the work failed', async () => {
  const failing = withLock(
    file,
    5000,
    () => {},
    () => Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  await expect(
    withLock(
      file,
      5000,
      () => {},
      async () => 'in',
    ),
  ).resolves.toBe('in');
});

test('a home that cannot be one is told in one sentence', async () => {
  const home = path.join(os.tmpdir(), `holos-no-home-${process.pid}`);
  writeFileSync(home, '');
  try {
    const held = withLock(path.join(home, 'run', 'lock'), 0, noWait, async () => undefined);
    await expect(held).rejects.toMatchObject({
      code: 'cli.home-unusable',
      message: `The folder ${home}/run cannot be made (ENOTDIR): set HOLOS_HOME to a local folder that this user may write.`,
    });
  } finally {
    rmSync(home);
  }
});

function noWait(): void {
  throw new Error('nobody holds it');
}
