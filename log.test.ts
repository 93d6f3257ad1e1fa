import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
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

test('a log that cannot be written, as on a full disk, is nothing to whoever logs', async () => {
  const script = `
    import { createLog } from './log.ts';
    const log = createLog('info');
    for (let n = 0; n < 20_000; n++) log.info({ n }, 'a line that is not written, and would fill a megabyte with the others');
    process.stderr.write('it goes on');`;
  const full = openSync('/dev/full', 'w');
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const logging = spawn(process.execPath, args, { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  const [told, [code]] = await Promise.all([
    text(logging.stderr ?? expect.unreachable()),
    once(logging, 'exit'),
  ]);
  expect([told, code]).toEqual(['it goes on', 0]);
}, 60_000);
