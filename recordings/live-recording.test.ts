import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HolosError } from '../errors.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { LiveRecording } from './live-recording.ts';
import { readSidecar } from './sidecar.ts';

const blockBytes = 32_768;
const blockMs = blockBytes / 16;

let root: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  root = await mkdtemp(path.join(tmpdir(), 'live-recording-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true });
});

/** The recording of a call of which Asterisk has nothing. */
function recordingSince(startedAt: Date): LiveRecording {
  const node = {
    name: 'n1',
    onSubject: () => () => undefined,
    ari: () => Promise.reject(new HolosError('ari.not-found', 'there is no such channel')),
  } as unknown as AsteriskNode;
  return new LiveRecording({
    ...{ node, root, folder: '', callId: 'n1-1.1', startedAt },
    ...{ log: pino({ level: 'silent' }), failed: () => undefined },
  });
}

test.each([
  ['', true],
  [', also where another controller has taken it up in between', false],
])('who is off to the end lasts as long as the call, whatever was lost before%s', async (_, sawItOff) => {
  const startedAt = new Date();
  await writeFile(path.join(root, 'resident-1.sln'), Buffer.alloc(10_000 * 16));
  vi.setSystemTime(startedAt.getTime() + 12_000);
  const live = recordingSince(startedAt);
  await live.adopt(new Set(), sawItOff);
  if (sawItOff) await live.switch(false);
  vi.setSystemTime(startedAt.getTime() + 20_000);
  expect(await live.finish()).toMatchObject({ durationMs: 20_000 });
});

test('time that is lost again and again is noted every half minute, and all of it at the end', async () => {
  const startedAt = new Date();
  const live = recordingSince(startedAt);
  let blocks = 0;
  /** Two seconds of sound more, before which 40 ms were lost. */
  const goesOn = async () => {
    blocks++;
    const file = path.join(root, 'resident-1.sln');
    const writtenAt = new Date(startedAt.getTime() + blocks * (blockMs + 40));
    await writeFile(file, Buffer.alloc(blocks * blockBytes));
    await utimes(file, writtenAt, writtenAt);
    vi.setSystemTime(writtenAt);
    await live.observe();
  };
  const notedMs = async () => {
    const pauses = (await readSidecar(root))?.tracks.flatMap((track) => track.pauses) ?? [];
    return pauses.reduce((sum, { ms }) => sum + ms, 0);
  };
  await goesOn();
  await live.adopt(new Set(['n1-1.1.resident-1']), true);
  await expect.poll(notedMs).toBe(0);
  const noted = new Set<number>();
  while (blocks < 40) {
    await goesOn();
    noted.add(await notedMs());
  }
  // 80 s: not noted yet, after 30 s, after 60 s.
  expect(noted.size).toBe(3);
  await live.finish();
  expect(await notedMs()).toBe(1_600);
});
