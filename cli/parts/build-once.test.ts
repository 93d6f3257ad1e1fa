import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce, sourcesIn } from './build-once.ts';
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
const copySources = () => buildOnce(at('built'), copy, [source()]);
async function copy(staged: string) {
  const sources = sourcesIn([source()]);
  const files = readdirSync(at('source'));
  writeFileSync(path.join(staged, 'all'), files.map((file) => readFileSync(at(`source/${file}`))).join(' '));
  return sources;
}
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
  const before = readdirSync(place);
  writeFileSync(at('source/one.ts'), 'faulty');
  const fails = buildOnce(at('built'), async (staged) => {
    writeFileSync(path.join(staged, 'half'), '');
    throw new Error('a fault');
  });
  await expect(fails).rejects.toThrow('a fault');
  expect(built()).toBe('one');
  expect(readdirSync(place)).toEqual(before);
});

test('an edit while it is built counts as one afterwards', async () => {
  await buildOnce(at('built'), async (staged) => {
    const sources = await copy(staged);
    writeFileSync(at('source/one.ts'), 'edited');
    return sources;
  });
  expect(built()).toBe('one');
  expect([await copySources(), built()]).toEqual(['built', 'edited']);
});

test('several at once each build it whole, and one of them stands', async () => {
  await Promise.all([copySources(), copySources(), copySources()]);
  expect(await copySources()).toBe('as it was built');
});

test('what was built before stays for an hour for whoever runs it', async () => {
  await copySources();
  const first = realpathSync(at('built'));
  const again = async (text: string) => {
    writeFileSync(at('source/one.ts'), text);
    return copySources();
  };
  await again('two');
  expect(existsSync(path.join(first, 'all'))).toBe(true);
  const anHourAgo = Date.now() / 1000 - 3700;
  utimesSync(first, anHourAgo, anHourAgo);
  await again('three');
  expect([existsSync(first), built()]).toEqual([false, 'three']);
});

test('what a keeper starts again and again stays, however old it is', async () => {
  await copySources();
  const first = realpathSync(at('built'));
  writeFileSync(path.join(first, 'waits.sh'), 'read -r line');
  const runs = spawn('sh', [path.join(first, 'waits.sh')], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(runs, 'spawn');
  const anHourAgo = Date.now() / 1000 - 3700;
  const again = async (text: string) => {
    utimesSync(first, anHourAgo, anHourAgo);
    writeFileSync(at('source/one.ts'), text);
    await copySources();
  };
  await again('two');
  expect(existsSync(first)).toBe(true);
  runs.kill();
  await once(runs, 'exit');
  await again('three');
  expect(existsSync(first)).toBe(false);
});

test('a folder that stands where the link belongs makes room for it', async () => {
  mkdirSync(at('built'));
  writeFileSync(at('built/all'), 'as built by a Holos before');
  expect([await copySources(), built()]).toEqual(['built', 'one']);
});
