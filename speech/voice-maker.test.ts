import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { languages } from '../config/company.ts';
import { readSettings } from '../config/settings.ts';
import { exampleParameters } from './examples.ts';
import { readPrompts } from './prompts.ts';
import { writeWav } from './sound/wav.ts';
import { createVoice, type VoiceOfHolos } from './voice-maker.ts';

const homes: string[] = [];

afterAll(async () => {
  await Promise.all(homes.map((home) => rm(home, { recursive: true, force: true })));
});

async function given(speechCommand?: string): Promise<{ voice: VoiceOfHolos; home: string; log: string[] }> {
  const home = await mkdtemp(path.join(tmpdir(), 'holos-voice-'));
  homes.push(home);
  const log: string[] = [];
  const logger = pino({}, { write: (line: string) => log.push(JSON.parse(line).msg) });
  const settings = { home, cache: path.join(home, 'cache'), speechCommand };
  return { voice: await createVoice({ settings, log: logger }), home, log };
}

const only = async (voice: VoiceOfHolos, prompt = 'goodbye') => {
  const [sound, ...more] = await voice.say(prompt, 'uk');
  expect(more).toEqual([]);
  if (!sound) throw new Error('nothing was said');
  return sound;
};
const tone = writeWav({
  rate: 8000,
  samples: Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i / 3) / 2),
});

/** A voice that knows one tone, and says all with it. */
async function oneTone() {
  const folder = await mkdtemp(path.join(tmpdir(), 'holos-tone-'));
  homes.push(folder);
  const file = path.join(folder, 'tone.wav');
  await writeFile(file, tone);
  return given(`cat ${file}`);
}

test('all that always says the same is made once, ahead', async () => {
  const { voice } = await oneTone();
  const progress: number[] = [];
  const first = await voice.prepare({
    also: [{ prompt: 'menu.operator', parameters: { key: '0' } }],
    onProgress: (done, total) => progress.push(done / total),
  });
  expect(first.made).toBe(first.total);
  expect(first.total).toBeGreaterThan(75);
  expect(progress.at(-1)).toBe(1);
  expect(await voice.prepare()).toEqual({ made: 0, total: first.total - languages.length });
}, 60_000);

/** No voice takes 120 ms for each character on the average: what is shorter need not be spoken to know that it is short enough. */
const shortWords = 80;

test('each prompt is shorter than ten seconds', async () => {
  const { home, cache } = readSettings();
  const voice = await createVoice({ settings: { home, cache }, log: pino({ level: 'silent' }) });
  const texts = readPrompts();
  const tooLong: string[] = [];
  for (const language of languages) {
    for (const key of voice.keys()) {
      const text = texts[language].get(key) ?? '';
      const parameters = exampleParameters(text, language);
      if (voice.words(key, language, parameters).length < shortWords) continue;
      const [sound] = await voice.say(key, language, parameters);
      // With the longest of values a sentence may take a little longer.
      const limitMs = text.includes('{') ? 12_000 : 10_000;
      if (!sound || sound.durationMs >= limitMs)
        tooLong.push(`${key} in ${language}: ${sound?.durationMs} ms`);
    }
  }
  expect(tooLong).toEqual([]);
}, 180_000);

test('the same sentence asked for by two callers at once is one sound; kept files serve the next start', async () => {
  const { voice, home } = await given();
  const [a, b] = await Promise.all([only(voice), only(voice)]);
  expect(a).toBe(b);
  const next = await createVoice({
    settings: { home, cache: path.join(home, 'cache'), speechCommand: undefined },
    log: pino({ level: 'silent' }),
  });
  expect(await only(next)).toEqual(a);
});

test('a sound that is gone or damaged is made again and logged', async () => {
  const { voice, log } = await given();
  const { path: sound, durationMs } = await only(voice);
  await unlink(`${sound}.wav`);
  expect((await only(voice)).durationMs).toBe(durationMs);
  await truncate(`${sound}.wav`, 1000);
  expect((await only(voice)).durationMs).toBe(durationMs);
  expect(log).toEqual([
    'A kept sound is gone and is made again',
    'A kept sound is damaged and is made again',
  ]);
});

test('a recorded voice takes the place of a prompt at once; one that cannot be played is left out', async () => {
  const { voice, home, log } = await given();
  await mkdir(path.join(home, 'prompts', 'uk'), { recursive: true });
  const file = path.join(home, 'prompts', 'uk', 'goodbye');
  await writeFile(`${file}.wav`, tone);
  expect(await only(voice)).toEqual({ path: file, durationMs: 1000 });
  await writeFile(`${file}.wav`, 'not a sound');
  expect((await only(voice)).path).not.toBe(file);
  await only(voice);
  expect(log).toEqual(['A recorded prompt is left out: it must be an 8 kHz, 16-bit WAV, one channel']);
});

test('an installation may change a text and add one', async () => {
  const { home } = await given();
  await mkdir(path.join(home, 'prompts'), { recursive: true });
  await writeFile(path.join(home, 'prompts', 'uk.yaml'), 'goodbye: Бувайте!\ngreeting.own: Вітаємо!\n');
  const settings = { home, cache: path.join(home, 'cache'), speechCommand: undefined };
  const voice = await createVoice({ settings, log: pino({ level: 'silent' }) });
  expect([voice.words('goodbye', 'uk'), voice.words('greeting.own', 'uk')]).toEqual(['Бувайте!', 'Вітаємо!']);
  await expect(voice.say('greeting.own', 'ru')).rejects.toMatchObject({ code: 'speech.no-prompt' });
  await writeFile(path.join(home, 'prompts', 'uk.yaml'), 'Wrong Key: a\n');
  await expect(createVoice({ settings, log: pino({ level: 'silent' }) })).rejects.toMatchObject({
    code: 'speech.prompts-unreadable',
  });
});

test('when the command of the installation fails, espeak-ng stands in, and the command is left alone for a while', async () => {
  const { voice, log } = await given('false');
  await only(voice);
  await only(voice, 'interrupted');
  expect(log).toEqual(['A sentence could not be spoken']);
});

test('sounds that nobody has needed for a month are thrown away, once a day', async () => {
  const { voice, log } = await oneTone();
  const makeOld = async () => {
    const [sound] = await voice.say('request.number', 'uk', { number: '1042' });
    const file = `${sound?.path}.wav`;
    await utimes(file, new Date(0), new Date(0));
    return file;
  };
  const file = await makeOld();
  await voice.sweep();
  expect(log).toEqual([]);
  expect(existsSync(file)).toBe(false);
  await makeOld();
  expect(log).toEqual(['A kept sound is gone and is made again']);
  await voice.sweep();
  expect(existsSync(file)).toBe(true);
  const mark = path.join(path.dirname(file), '..', 'swept');
  for (const days of [-1, 1]) {
    await makeOld();
    const then = new Date(Date.now() + days * 24 * 60 * 60 * 1000 - 1_000);
    await utimes(mark, then, then);
    await voice.sweep();
    expect({ days, there: existsSync(file) }).toEqual({ days, there: false });
  }
}, 60_000);
