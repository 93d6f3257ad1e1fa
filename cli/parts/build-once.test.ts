import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from './build-once.ts';
import { project } from './places.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(os.tmpdir(), 'holos-build-'));
  mkdirSync(at('source'));
  writeFileSync(at('source/one.ts'), 'one');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const at = (name: string) => path.join(place, name);
const source = () => path.relative(project, at('source'));
const copySources = () =>
  buildOnce(at('built'), async (staged) => {
    mkdirSync(staged);
    const files = readdirSync(at('source'));
    writeFileSync(
      path.join(staged, 'all'),
      files.map((file) => readFileSync(at(`source/${file}`))).join(' '),
    );
    return [source()];
  });
const built = () => readFileSync(at('built/all'), 'utf8');

test('what was built stays until a source is another one, has come, or has gone', async () => {
  expect(await copySources()).toBe('built');
  expect(await copySources()).toBe('as it was built');
  writeFileSync(at('source/one.ts'), 'another');
  expect([await copySources(), built()]).toEqual(['built', 'another']);
  writeFileSync(at('source/two.ts'), 'two');
  expect([await copySources(), built()]).toEqual(['built', 'another two']);
  rmSync(at('source/one.ts'));
  expect([await copySources(), built()]).toEqual(['built', 'two']);
});

test('a build that fails leaves what was built before, and nothing half-built', async () => {
  await copySources();
  writeFileSync(at('source/one.ts'), 'faulty');
  const fails = buildOnce(at('built'), async (staged) => {
    mkdirSync(staged);
    throw new Error('a fault');
  });
  await expect(fails).rejects.toThrow('a fault');
  expect(built()).toBe('one');
  expect(readdirSync(place).sort()).toEqual(['built', 'source']);
  expect(existsSync(at('built'))).toBe(true);
});
