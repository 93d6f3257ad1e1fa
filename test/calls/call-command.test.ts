import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../../cli/parts/places.ts';
import { allPids, belongsTo } from '../../cli/parts/processes.ts';
import { Recogniser } from '../town/recognise.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';

/** `./holos call` as it is typed. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ seed: 'none' });
});
afterAll(() => world.stop());

/** @param after the command, in the words of the shell */
function start(args: readonly string[], after = ''): ChildProcess {
  const { home, cache, databaseUrl } = world.settings;
  const own = { HOLOS_HOME: home, HOLOS_CACHE: cache, HOLOS_DATABASE_URL: databaseUrl, TMPDIR: temporary() };
  // The shell gives way to the command where nothing stands after it: a signal to it is one to the command.
  const line = after === '' ? 'exec "$@"' : `"$@" ${after}`;
  const words = ['-c', line, 'sh', path.join(project, 'holos'), 'call', ...args];
  return spawn('sh', words, { env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Whatever the command starts has this folder in its command line. */
function temporary(): string {
  const folder = path.join(world.settings.home, 'of-the-command');
  mkdirSync(folder, { recursive: true });
  return folder;
}

const left = () => ({
  processes: started(),
  folders: readdirSync(temporary()).filter((name) => name.startsWith('holos-')),
});

const started = () => allPids().filter((pid) => belongsTo(pid, temporary()));

async function ended(child: ChildProcess): Promise<{ code: number; lines: string[] }> {
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => texts.push(String(text)));
  const [code] = await once(child, 'close');
  return { code, lines: texts.join('').trim().split('\n') };
}

const holosCall = (...args: string[]) => ended(start(args));

/** When a line was printed, in seconds since the call began. */
function at(lines: readonly string[], ending: string): number {
  return Number.parseFloat(lines.find((line) => line.endsWith(`  ${ending}`)) ?? 'missing');
}

test('a call of so many seconds is ended then; what was heard is told, the choices of the company, too, and kept', async () => {
  const file = path.join(world.settings.home, 'heard.wav');
  const { code, lines } = await holosCall('750600', '--keys', '1 1', '--for', '13', '--record', file);
  expect({ code, lines }).toMatchObject({ code: 0 });
  const [answered, hungUp] = [at(lines, 'answered'), at(lines, 'hung up')];
  expect(hungUp - answered).toBeGreaterThanOrEqual(12.99);
  expect(hungUp - answered).toBeLessThan(15);
  // What follows from a key is heard after it, though packets of the sound before came late.
  const after = at(lines, 'heard «Мову завжди можна змінити, натиснувши дев’ять.» (language.any-time, uk)');
  expect(after).toBeGreaterThan(at(lines, 'pressed 1'));
  // A sentence of the flow for closed hours begins as the fourth does.
  const choices = [
    'Вода й каналізація — один.',
    'Опалення — два.',
    'Світло й ліфт — три.',
    'Аварія — чотири.',
  ];
  const told = lines.map((line) => line.replace(/^.*? s {2}/, ''));
  expect(told).toEqual(expect.arrayContaining(choices.map((words) => `heard «${words}» (choice, uk)`)));
  expect(told.filter((line) => line.includes('by the log'))).toEqual([]);

  const heard = await readWav(file);
  expect(heard.length / rate).toBeGreaterThan(hungUp - 0.5);
  expect(heard.length / rate).toBeLessThan(hungUp + 2);
  const { repertoire } = world.town;
  const recogniser = new Recogniser(repertoire, await repertoire.all());
  await recogniser.look(heard, true);
  const prompts = recogniser.stretches.flatMap(({ saying }) => saying?.prompt ?? []);
  expect(prompts).toContain('greeting.750-600');
});

test('a file that cannot be written is told before anybody is called', async () => {
  const { code, lines } = await holosCall(
    '750600',
    '--record',
    path.join(world.settings.home, 'no/heard.wav'),
  );
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('heard.wav cannot be written');
  expect(lines.join('\n')).not.toContain('calls 750600');
  expect((await holosCall('750600', '--for', 'ever')).code).toBe(2);
});

test('whoever reads its output no longer ends the call, and all that was started for it', async () => {
  const { lines } = await ended(start(['750600', '--stay', '60'], '2>&1 | head -n 1'));
  expect(lines).toEqual([expect.stringContaining('calls 750600')]);
  expect(left()).toEqual({ processes: [], folders: [] });
});

test('a signal before the call is placed ends all that was started for it', async () => {
  const child = start(['750600']);
  const end = ended(child);
  await expect.poll(started, { timeout: 20_000 }).not.toEqual([]);
  child.kill('SIGTERM');
  const { code, lines } = await end;
  expect({ code, lines }).toEqual({ code: 1, lines: ['Interrupted; what had been started is stopped.'] });
  expect(left()).toEqual({ processes: [], folders: [] });
});
