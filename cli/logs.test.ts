import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesIn, project } from './parts/places.ts';

const notEverywhere = [
  'setpriv',
  '--bounding-set',
  '-dac_override,-dac_read_search',
  '--inh-caps',
  '-dac_override,-dac_read_search',
];

let home: string;
let places: ReturnType<typeof placesIn>;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-logs-'));
  places = placesIn(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function logs(...args: string[]) {
  const env = { ...process.env, HOLOS_HOME: home };
  // Root may look everywhere, but for this right.
  const [program = '', ...before] = [
    ...(process.getuid?.() === 0 ? notEverywhere : []),
    path.join(project, 'holos'),
  ];
  const child = spawn(program, [...before, 'logs', ...args], { env, detached: true });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.text += text;
    });
  const done = once(child, 'close').then(([code]) => ({ code, text: output.text }));
  return { child, output, done };
}

function write(file: string, lines: readonly string[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** `tail` is a child of the command; both are of one group. */
function end(child: ChildProcess): void {
  process.kill(-(child.pid ?? 0), 'SIGTERM');
}

test('before the first start there are none, and that is said', async () => {
  expect(await logs().done).toEqual({
    code: 1,
    text: 'There are no logs yet: start Holos with ./holos up.\n',
  });
});

test('what is another user’s looks to nobody as if it were not there', async () => {
  mkdirSync(places.run, { recursive: true, mode: 0o000 });
  expect(await logs().done).toEqual({ code: 1, text: expect.stringContaining("is another user's") });
});

test('the latest lines of one part, or of all that have any', async () => {
  write(places.controllerLog, ['first', 'second', 'third']);
  write(places.asteriskLog, ['of Asterisk']);
  expect(await logs('-n', '2', 'controller').done).toEqual({ code: 0, text: 'second\nthird\n' });
  const { code, text } = await logs().done;
  expect(code).toBe(0);
  for (const line of ['first', 'third', 'of Asterisk', places.controllerLog]) expect(text).toContain(line);
  expect(text).not.toContain(places.databaseLog);
});

test('what is written later is shown while it is followed', async () => {
  write(places.controllerLog, ['first']);
  const { child, output, done } = logs('-f', 'controller');
  await expect.poll(() => output.text, { timeout: 10_000 }).toBe('first\n');
  appendFileSync(places.controllerLog, 'later\n');
  await expect.poll(() => output.text, { timeout: 10_000 }).toBe('first\nlater\n');
  end(child);
  await done;
});

test('no number of lines and no part of Holos are told with how the command is written', async () => {
  for (const wrong of [['-n', 'many'], ['kitchen']]) {
    const { code, text } = await logs(...wrong).done;
    expect(code).toBe(2);
    expect(text).toContain(`${wrong.at(-1)}`);
    expect(text).toContain('Usage: ./holos logs');
  }
});
