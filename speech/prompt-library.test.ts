import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPromptLibrary, type PromptLibrary } from './prompt-library.ts';
import { readWav, writeWav } from './sound/wav.ts';
import { createVoice, type VoiceOfHolos } from './voice-maker.ts';

let home: string;
let voice: VoiceOfHolos;
let library: PromptLibrary;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'holos-library-'));
  const settings = { home, cache: path.join(home, 'cache'), speechCommand: undefined };
  voice = await createVoice({ settings, log: pino({ level: 'silent' }) });
  library = createPromptLibrary({ voice, settings });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function recording(seconds: number): Promise<string> {
  const file = path.join(home, `take-${seconds}.wav`);
  const samples = Float32Array.from({ length: seconds * 44_100 }, (_, i) =>
    i % 4410 > 600 ? Math.sin(i / 20) / 4 : 0,
  );
  await writeFile(file, writeWav({ rate: 44_100, samples }));
  return file;
}
const said = async () => (await voice.say('goodbye', 'uk'))[0];
const state = async () =>
  (await library.get('goodbye')).find(({ language }) => language === 'uk')?.recordables[0];

test('a recording is used at once; the one before, and synthesis, can be had back', async () => {
  const synthesised = await said();
  await library.take('uk', 'goodbye', await recording(2));
  const first = await said();
  expect(first?.path).toBe(path.join(home, 'prompts/uk/goodbye'));
  expect(existsSync(`${first?.path}.wav16`)).toBe(true);
  await library.take('uk', 'goodbye', await recording(3));
  expect((await said())?.durationMs).toBeGreaterThan(2900);
  const [earlier] = (await state())?.earlier ?? [];
  await library.goBack('uk', 'goodbye', earlier?.id ?? '');
  expect((await said())?.durationMs).toBe(first?.durationMs);
  expect(await state()).toMatchObject({
    outdated: false,
    inUse: { id: null },
    earlier: [{ text: 'Дякуємо за дзвінок. На все добре!' }],
  });
  await library.goBack('uk', 'goodbye', null);
  expect(await said()).toEqual(synthesised);
  expect((await state())?.earlier).toHaveLength(2);
});

test('of many earlier recordings the oldest go', async () => {
  const file = await recording(2);
  for (let i = 0; i < 13; i++) await library.take('uk', 'goodbye', file);
  expect((await state())?.earlier).toHaveLength(10);
});

test('what ffmpeg reads is taken; a file that is no sound is refused', async () => {
  const ogg = path.join(home, 'take.ogg');
  execFileSync('ffmpeg', ['-v', 'error', '-i', await recording(2), ogg]);
  expect((await library.take('uk', 'goodbye', ogg)).durationMs).toBeGreaterThan(1900);
  const text = path.join(home, 'take.mp3');
  await writeFile(text, 'not a sound');
  await expect(library.take('uk', 'goodbye', text)).rejects.toMatchObject({ code: 'take.unreadable' });
  await writeFile(text, '#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n');
  await expect(library.take('uk', 'goodbye', text)).rejects.toMatchObject({ code: 'take.unreadable' });
});

test('only what is said can be recorded: a piece of a prompt, a word', async () => {
  const file = await recording(1);
  await library.take('uk', 'queue.position.2', file);
  await library.take('uk', 'words/двадцять-перший', file);
  for (const name of [
    'queue.position',
    'queue.position.3',
    'nothing',
    '../goodbye',
    'words/..',
    'words/../x',
  ])
    await expect(library.take('uk', name, file)).rejects.toMatchObject({ code: 'take.unknown-name' });
  expect(library.list().find(({ prompt }) => prompt === 'queue.position')?.texts[0]).toMatchObject({
    language: 'uk',
    recorded: 1,
    of: 2,
  });
});

test('each prompt and each recording can be listened to', async () => {
  await library.take('uk', 'goodbye', await recording(2));
  const heard = await library.hear('goodbye', 'uk');
  expect(heard).toBe(await library.hear('goodbye', 'uk', { name: 'goodbye', id: null }));
  expect(readWav(await readFile(heard)).rate).toBe(8000);
  const all = await library.hear('readings.taken', 'en');
  expect(existsSync(all)).toBe(true);
  await expect(library.hear('goodbye', 'uk', { name: 'goodbye', id: '../1' })).rejects.toMatchObject({
    code: 'take.unknown',
  });
  await expect(library.hear('nothing', 'uk')).rejects.toMatchObject({ code: 'prompt.unknown' });
});
