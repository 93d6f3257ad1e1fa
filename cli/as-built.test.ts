import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { project } from './parts/places.ts';

/** A small project that starts as ours does: its command tells what runs, where its source stands, and a word of another source. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-as-built-'));
const place = path.join(folder, 'project');
const ours = [
  ...['holos', 'package.json', 'package-lock.json', 'tsconfig.json', 'errors.ts'],
  ...['build-command', 'build-once', 'explain', 'places', 'processes', 'program-build'].map(
    (it) => `cli/parts/${it}.ts`,
  ),
];
for (const file of ours) cpSync(path.join(project, file), path.join(place, file));
symlinkSync(path.join(project, 'node_modules'), path.join(place, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const index = `
  import { resolve } from 'node:path';
  import { word } from './word.ts';
  if (process.argv[2] === 'later') await import('./later.ts');
  if (process.argv[2] === 'build') await import('./parts/program-build.ts').then((it) => it.buildProgram(it.controller));
  const [, runs] = process.argv;
  console.log(JSON.stringify({ runs, pid: process.pid, at: resolve(import.meta.dirname), word }));
`;
beforeEach(() => {
  write('index.ts', index);
  write('word.ts', "export const word = 'one';");
  write('later.ts', '');
});

function write(source: string, text: string): void {
  writeFileSync(path.join(place, 'cli', source), text);
}

interface How {
  readonly at?: string;
  /** Words that come before the command. */
  readonly before?: readonly string[];
}

async function holos(args: readonly string[] = [], { at = place, before = [] }: How = {}) {
  const [program = '', ...words] = [...before, path.join(at, 'holos'), ...args];
  const child = spawn(program, words, { env: { ...process.env, HOLOS_HOME: '' } });
  const [chunks, faults]: [string[], string[]] = [[], []];
  child.stdout.on('data', (text) => chunks.push(String(text)));
  child.stderr.on('data', (text) => faults.push(String(text)));
  const [code] = await once(child, 'close');
  const told = code === 0 ? JSON.parse(chunks.join('')) : {};
  return { code, stderr: faults.join(''), itsPid: child.pid, ...told };
}

/** A command that ran as built, without a word. */
const asBuilt = (word: string) => ({
  ...{ code: 0, stderr: '', word, at: path.join(place, 'cli') },
  runs: expect.stringMatching(/dist\/command\/index\.mjs$/),
});
/** The same from its sources. */
const fromSources = (word: string) => ({ ...asBuilt(word), runs: path.join(place, 'cli/index.ts') });

test('the command runs as built, in the process that was started, and what is edited is seen by the next', async () => {
  const first = await holos();
  expect(first).toMatchObject({ ...asBuilt('one'), pid: first.itsPid });
  const builds = readdirSync(path.join(place, 'dist'));
  expect(await holos()).toMatchObject(asBuilt('one'));
  expect(readdirSync(path.join(place, 'dist'))).toEqual(builds);
  write('word.ts', "export const word = 'two';");
  expect(await holos()).toMatchObject(asBuilt('two'));
});

test('two at once after an edit both run what was edited', async () => {
  write('word.ts', "export const word = 'three';");
  write('later.ts', "console.assert(false, 'loaded')");
  const both = await Promise.all([holos(['later']), holos(['later'])]);
  for (const one of both)
    expect(one).toMatchObject({ ...asBuilt('three'), stderr: 'Assertion failed: loaded\n' });
});

test('a project that was copied, or moved, runs sources of its own', async () => {
  await holos();
  const copy = path.join(folder, 'copy');
  cpSync(place, copy, { recursive: true, verbatimSymlinks: true });
  write('word.ts', "export const word = 'of the original';");
  expect(await holos([], { at: copy })).toMatchObject({ ...asBuilt('one'), at: path.join(copy, 'cli') });
});

test('what the built command builds knows its place, too', async () => {
  writeFileSync(path.join(place, 'main.ts'), 'console.log(new URL("texts", import.meta.url).href)');
  expect(await holos(['build'])).toMatchObject(asBuilt('one'));
  const told = execFileSync(process.execPath, [path.join(place, 'dist/controller/main.mjs')], {
    encoding: 'utf8',
  });
  expect(told).toBe(`${pathToFileURL(path.join(place, 'texts')).href}\n`);
});

/** Root may write everywhere, but for this right. */
const asAnybody =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set', '-dac_override', '--inh-caps', '-dac_override']
    : [];

test('where nothing can be written it runs from its sources, and says nothing of that', async () => {
  await holos();
  write('word.ts', "export const word = 'four';");
  chmodSync(path.join(place, 'dist'), 0o555);
  try {
    expect(await holos([], { before: asAnybody })).toMatchObject(fromSources('four'));
  } finally {
    chmodSync(path.join(place, 'dist'), 0o755);
  }
});

test('a fault in a source is told with its place, and what does not need that source runs', async () => {
  write('later.ts', '\n  this is a fault;');
  const where = 'cli/later.ts:2:7: ERROR: ';
  expect(await holos(['later'])).toMatchObject({ code: 1, stderr: expect.stringContaining(where) });
  expect(await holos()).toMatchObject({ ...fromSources('one'), stderr: expect.stringContaining(where) });
});

test('a trace names lines of the sources', async () => {
  write(
    'word.ts',
    "export const word = fails();\n\nfunction fails(): string {\n  throw new Error('a fault');\n}",
  );
  const { code, stderr } = await holos();
  expect(code).toBe(1);
  expect(stderr).toMatch(/at fails .*cli\/word\.ts:4:/);
});
