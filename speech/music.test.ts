import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { composeMusic } from './music.ts';
import { ensureMusic } from './music-file.ts';
import { decibels } from './sound/level.ts';

const { samples } = composeMusic();
const rms = (part: Float32Array) => Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);

test('it is soft, and never silent', () => {
  expect(samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0)).toBeLessThanOrEqual(decibels(-14.9));
  for (let at = 0; at < samples.length; at += 4000) {
    expect(rms(samples.subarray(at, at + 4000))).toBeGreaterThan(decibels(-40));
  }
});

test('no sample jumps from the one before it, least of all where the loop begins again', () => {
  const step = (i: number) => Math.abs((samples[i] ?? 0) - (samples.at(i - 1) ?? 0));
  const largest = samples.reduce((most, _, i) => (i === 0 ? most : Math.max(most, step(i))), 0);
  expect(step(0)).toBeLessThan(largest);
  expect(largest).toBeLessThan(decibels(-15));
});

test('it rests on zero: no constant part', () => {
  expect(Math.abs(samples.reduce((sum, x) => sum + x, 0) / samples.length)).toBeLessThan(1e-4);
});

test('its folder holds nothing else, and a damaged file is made anew', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'holos-music-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const first = await ensureMusic(path.join(home, 'music'));
  expect(first.durationMs).toBe(48_000);
  expect(await readdir(home)).toEqual(['music']);
  expect(await readdir(first.folder)).toEqual(['hold.wav']);
  await writeFile(first.file, 'broken');
  expect(await ensureMusic(first.folder)).toEqual(first);
});
