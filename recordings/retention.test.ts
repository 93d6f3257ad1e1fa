import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { deleteOld } from './retention.ts';
import type { RecordingRow } from './rows.ts';

it('deletes the sound and the row of what is too old, and nothing else', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'recordings-'));
  const now = new Date('2026-05-01T00:00:00Z');
  let all = [...Array(450).keys()].map((id) => row(id, new Date(now.getTime() - id * 3600 * 1000)));
  for (const { folder } of all) {
    await mkdir(path.join(root, folder), { recursive: true });
    await writeFile(path.join(root, folder, 'resident-1.sln'), 'x');
  }
  const rows = {
    before: async (moment: Date, limit: number) =>
      all.filter((one) => one.startedAt < moment).slice(0, limit),
    remove: async (id: number) => {
      all = all.filter((one) => one.id !== id);
    },
  };
  expect(await deleteOld({ root, rows, days: 2, now })).toBe(450 - 49);
  expect(await readdir(root)).toHaveLength(49);
  expect(Math.max(...all.map(({ id }) => id))).toBe(48);
  await rm(root, { recursive: true });
});

function row(id: number, startedAt: Date): RecordingRow {
  return {
    id,
    callId: `c${id}`,
    node: 'n1',
    state: 'finished',
    folder: `c${id}`,
    startedAt,
    durationMs: 1,
    tracks: [],
  };
}
