import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../../cli/parts/places.ts';
import { Recogniser } from '../town/recognise.ts';
import { rate, readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';

/** `./holos call` as it is typed. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ seed: 'none' });
});
afterAll(() => world.stop());

async function holosCall(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const { home, cache, databaseUrl } = world.settings;
  const env = { ...process.env, HOLOS_HOME: home, HOLOS_CACHE: cache, HOLOS_DATABASE_URL: databaseUrl };
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(path.join(project, 'holos'), ['call', ...args], { env, stdio: [...stdio] });
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => texts.push(String(text)));
  const [code] = await once(child, 'close');
  return { code, lines: texts.join('').trim().split('\n') };
}

/** When a line was printed, in seconds since the call began. */
function at(lines: readonly string[], ending: string): number {
  return Number.parseFloat(lines.find((line) => line.endsWith(`  ${ending}`)) ?? 'missing');
}

test('a call of so many seconds is ended then; what was heard is told, the choices of the company, too, and kept', async () => {
  const file = path.join(world.settings.home, 'heard.wav');
  const { code, lines } = await holosCall('750600', '--keys', '1 1', '--for', '16', '--record', file);
  expect({ code, lines }).toMatchObject({ code: 0 });
  const [answered, hungUp] = [at(lines, 'answered'), at(lines, 'hung up')];
  expect(hungUp - answered).toBeGreaterThanOrEqual(15.99);
  expect(hungUp - answered).toBeLessThan(18);
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
