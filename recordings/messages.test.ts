import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordingsRoot } from './folder.ts';
import { createMessageStore, type MessageStore } from './messages.ts';

let home: string;
let messages: MessageStore;
const bytes = Buffer.from(Array.from({ length: 200 }, (_, i) => i));

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'holos-messages-'));
  messages = createMessageStore({ settings: { home } });
  const folder = path.join(recordingsRoot({ home }), '2026/11/22/n1-1');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'request-1.wav'), bytes);
  await writeFile(path.join(folder, 'empty.wav'), bytes.subarray(0, 44));
});
afterAll(() => rm(home, { recursive: true }));

test('a message is read whole or in part', async () => {
  const message = await messages.open('2026/11/22/n1-1/request-1');
  expect(message.sizeBytes).toBe(200);
  expect(await buffer(message.read(0, 199))).toEqual(bytes);
  expect(await buffer(message.read(10, 19))).toEqual(bytes.subarray(10, 20));
});

test.each(['gone', 'empty'])('a file that is %s is told in clear words', async (name) => {
  await expect(messages.open(`2026/11/22/n1-1/${name}`)).rejects.toMatchObject({
    code: 'message.lost',
    message: 'The message is not kept any more: its file has gone.',
  });
});
