import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wordsName } from './mixed.ts';
import { writeWav } from './sound/wav.ts';
import { createVoice, type VoiceOfHolos } from './voice-maker.ts';

let home: string;
let voice: VoiceOfHolos;
let log: string[];

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'holos-mixed-'));
  log = [];
  const logger = pino({}, { write: (line: string) => log.push(JSON.parse(line).msg) });
  const settings = { home, cache: path.join(home, 'cache'), speechCommand: undefined };
  voice = await createVoice({ settings, log: logger });
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A tone of this length under this name. */
async function recorded(name: string, seconds: number): Promise<string> {
  const file = path.join(home, 'prompts', 'uk', `${name}.wav`);
  await mkdir(path.dirname(file), { recursive: true });
  const samples = Float32Array.from({ length: seconds * 8000 }, (_, i) => Math.sin(i / 3) / 2);
  await writeFile(file, writeWav({ rate: 8000, samples }));
  return file;
}

const position = async (n: number) => {
  const [sound, ...more] = await voice.say('queue.position', 'uk', { position: n });
  expect(more).toEqual([]);
  return sound;
};

test('a recorded piece stands beside synthesised ones, in one sound that is kept', async () => {
  const synthesised = await position(2);
  await recorded('queue.position.1', 3);
  const mixed = await position(2);
  expect(mixed?.durationMs).toBeGreaterThan((synthesised?.durationMs ?? 0) + 1000);
  expect(await position(2)).toEqual(mixed);
  expect((await position(3))?.path).not.toBe(mixed?.path);
});

test('recorded pieces with recorded words need no engine', async () => {
  await recorded('queue.position.1', 1);
  await recorded('queue.position.2', 2);
  await recorded(wordsName('двадцять'), 0.5);
  await recorded(wordsName('Перший'), 0.4);
  // 50 ms before and after, 40 ms between the words.
  expect((await position(21))?.durationMs).toBe(1000 + 500 + 400 + 2000 + 3 * 40 + 2 * 50);
  await recorded(wordsName('двадцять перший'), 0.7);
  expect((await position(21))?.durationMs).toBe(1000 + 700 + 2000 + 2 * 40 + 2 * 50);
});

test('a recording that is gone is synthesised at once, and logged', async () => {
  const file = await recorded('queue.position.1', 3);
  const synthesised = await position(4);
  await unlink(file);
  expect((await position(4))?.path).not.toBe(synthesised?.path);
  expect(log).toEqual(['A recorded prompt is gone: it is synthesised']);
});

test('a recording of a text that has changed since is left out', async () => {
  const file = await recorded('goodbye', 3);
  await writeFile(file.replace('.wav', '.txt'), 'Бувайте!\n');
  const [sound] = await voice.say('goodbye', 'uk');
  expect(sound?.durationMs).not.toBe(3000);
  expect(log).toEqual(['A recorded prompt is left out: the text has changed since it was recorded']);
});
