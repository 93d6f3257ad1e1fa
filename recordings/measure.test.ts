import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderOf } from './folder.ts';
import { measure, recordedUntil, tracksIn } from './measure.ts';
import { sidecarName, writeSidecar } from './sidecar.ts';
import { BYTES_PER_SAMPLE, SAMPLES_PER_MS, type Track } from './sides.ts';

const startedAt = new Date('2026-03-01T10:00:00Z');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tracks-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file with so much sound, last written so long after the recording began. */
async function sound(file: string, lengthMs: number, writtenMs: number): Promise<void> {
  const name = path.join(folder, file);
  await writeFile(name, Buffer.alloc(lengthMs * SAMPLES_PER_MS * BYTES_PER_SAMPLE));
  const at = new Date(startedAt.getTime() + writtenMs);
  await utimes(name, at, at);
}

const note = (tracks: Track[]) =>
  writeSidecar(folder, { callId: 'c1', node: 'n1', startedAt: startedAt.toISOString(), tracks });

test('what is noted is taken as it is noted', async () => {
  const tracks: Track[] = [
    { side: 'heard', file: 'heard-1.sln', startMs: 7, pauses: [{ atSample: 5, ms: 20 }] },
  ];
  await note(tracks);
  await sound('heard-1.sln', 1000, 9000);
  expect(await tracksIn(folder, startedAt)).toEqual(tracks);
});

test('a track that nobody noted begins with the recording, and a later one as long before its last write as it has sound', async () => {
  await sound('heard-1.sln', 5_000, 5_010);
  await sound('resident-2.sln', 1_000, 5_000);
  await note([{ side: 'resident', file: 'resident-1.sln', startMs: 4, pauses: [] }]);
  await sound('resident-1.sln', 3_000, 3_000);
  await writeFile(path.join(folder, 'message.wav'), 'something else');
  const tracks = await tracksIn(folder, startedAt);
  expect(tracks.map(({ file, startMs }) => [file, startMs])).toEqual([
    ['resident-1.sln', 4],
    ['heard-1.sln', 0],
    ['resident-2.sln', 4_000],
  ]);
  expect(await measure(folder, tracks)).toBe(5_000);
});

test('what a power cut has left half written tells nothing, and the files tell the rest', async () => {
  await sound('heard-1.sln', 5_000, 5_010);
  await writeFile(path.join(folder, sidecarName), '{"callId":"c1","tra');
  expect(await tracksIn(folder, startedAt)).toEqual([
    { side: 'heard', file: 'heard-1.sln', startMs: 0, pauses: [] },
  ]);
});

test('a recording goes until its last sound, and one that never began until no time', async () => {
  const root = folder;
  const call = { id: 'n1-1', answeredAt: startedAt };
  expect(await recordedUntil(root, call)).toBeNull();
  expect(await recordedUntil(root, { ...call, answeredAt: null })).toBeNull();
  folder = path.join(root, folderOf(call.id, startedAt));
  await mkdir(folder, { recursive: true });
  await sound('heard-1.sln', 5_000, 5_000);
  await sound('resident-1.sln', 4_000, 9_000);
  await sound('resident-2.sln', 1_000, 9_000);
  expect(await recordedUntil(root, call)).toEqual(new Date(startedAt.getTime() + 9_000));
  folder = root;
});

test('a folder that is not there has none', async () => {
  expect(await tracksIn(path.join(folder, 'nowhere'), startedAt)).toEqual([]);
});
