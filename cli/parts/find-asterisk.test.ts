import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findAsteriskAlone } from './find-asterisk.ts';

const cache = mkdtempSync(path.join(os.tmpdir(), 'holos-cache-'));
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const found = {
  program: ['asterisk'],
  moduleFolder: '',
  dataFolder: '',
  version: '22.1.0',
  origin: 'a mirror',
};

test('of two commands that begin on a fresh machine one fetches Asterisk, and the other waits for it', async () => {
  const order: string[] = [];
  let second: Promise<unknown> = Promise.resolve();
  /** Begins the second command, and is over once that waits. */
  const secondWaits = () =>
    new Promise<void>((waits) => {
      const say = () => waits(void order.push('the second waits'));
      second = findAsteriskAlone(cache, say, async () => {
        order.push('the second looks');
        return found;
      });
    });
  const first = findAsteriskAlone(
    cache,
    () => {},
    async () => {
      await secondWaits();
      order.push('the first has it');
      return found;
    },
  );
  expect(await first).toEqual(found);
  await second;
  expect(order).toEqual(['the second waits', 'the first has it', 'the second looks']);
});
