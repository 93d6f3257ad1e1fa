import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { testDatabase } from './db/testing.ts';
import { logOptions } from './log.ts';

test('an error of the database says which statement failed, and nothing of what was to be written', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const t = await testDatabase();
  try {
    const error = await t
      .db('desk_messages')
      .insert({ text: 'тільки для неї' })
      .catch((reason: unknown) => reason);
    pino(logOptions('info'), stream).error({ err: error }, 'a verb of a desk failed');
  } finally {
    await t.close();
  }
  expect(lines.join()).toContain('insert into `desk_messages`');
  expect(lines.join()).not.toContain('тільки');
}, 60_000);
