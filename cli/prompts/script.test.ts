import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createPromptLibrary } from '../../speech/prompt-library.ts';
import { writeWav } from '../../speech/sound/wav.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { linesOf } from './lines.ts';
import { writeScript } from './script.ts';
import { asCsv, asHtml } from './sheet.ts';

/** A voice that takes a second for each text. */
const home = mkdtempSync(path.join(os.tmpdir(), 'holos-script-'));
const tone = path.join(home, 'tone.wav');
const settings = { home, cache: path.join(home, 'cache'), speechCommand: `cat ${tone}` };
const timezone = 'Europe/Kyiv';

beforeAll(() => {
  const samples = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i / 3) / 2);
  writeFileSync(tone, writeWav({ rate: 8000, samples }));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The sheet of a company that says four things. */
async function tinySheet() {
  const uk = new Map([
    ['hello', 'Вітаємо!'],
    ['menu.debt', 'Щоб почути про борг, натисніть {key, key}.'],
    [
      'calls',
      '{n, plural, one {Чекає один дзвінок} few {Чекає кілька дзвінків} other {Чекає багато дзвінків}}.',
    ],
    ['goodbye', 'На все добре!'],
  ]);
  const texts = { uk, ru: new Map(), en: new Map() };
  const voice = await createVoice({ settings, texts, timezone, log: pino({ level: 'silent' }) });
  const library = createPromptLibrary({ voice, settings });
  await library.take('uk', 'goodbye', tone);
  const progress: string[] = [];
  const lines = await linesOf({ voice, library, timezone }, 'uk', (done, total) =>
    progress.push(`${done}/${total}`),
  );
  return { lines, progress };
}

test('the sheet of a tiny set, whole', async () => {
  const { lines, progress } = await tinySheet();
  const rows = asCsv(lines).replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(rows).toEqual([
    'File,Text,Stress,What is around it,Seconds,Recorded',
    '"hello.wav","Вітаємо!","Віта́ємо!","… Щоб почути про борг, натисніть сім.","1",""',
    '"menu.debt.1.wav","Щоб почути про борг, натисніть","Щоб почу́ти про борг, нати́сніть","[Щоб почути про борг, натисніть] сім.","1",""',
    '"calls.1.wav","Чекає один дзвінок","Чекає оди́н дзвіно́к","[Чекає один дзвінок.]","1",""',
    '"calls.2.wav","Чекає кілька дзвінків","Чекає кілька дзвінків","[Чекає кілька дзвінків.]","1",""',
    '"calls.3.wav","Чекає багато дзвінків","Чекає багато дзвінків","[Чекає багато дзвінків.]","1",""',
    '"goodbye.wav","На все добре!","На все до́бре!","Чекає багато дзвінків. …","1","yes"',
    ...[
      ['нуль', 'нуль', 'нуль'],
      ['один', 'один', 'оди́н'],
      ['два', 'два', 'два'],
      ['три', 'три', 'три'],
      ['чотири', 'чотири', 'чоти́ри'],
      ['пять', 'п’ять', 'п’ять'],
      ['шість', 'шість', 'шість'],
      ['сім', 'сім', 'сім'],
      ['вісім', 'вісім', 'ві́сім'],
      ['девять', 'дев’ять', 'де́в’ять'],
    ].map(
      ([name, text, stressed]) => `"words/${name}.wav","${text}","${stressed}","a word of a number","1",""`,
    ),
  ]);
  expect(progress).toEqual(rows.slice(1).map((_, i) => `${i + 1}/${rows.length - 1}`));
  const page = asHtml(lines, 'uk');
  expect(page.match(/<tr><td>/g)).toHaveLength(lines.length);
  expect(page).toContain(
    '<tr><td><code>goodbye.wav</code><br>recorded</td><td class="text">На все до́бре!</td><td class="context">Чекає багато дзвінків. …</td><td>1</td></tr>',
  );
});

test('the sheet of all prompts goes to a file, which the name makes a page or a table, or to standard output', async () => {
  vi.stubEnv('HOLOS_HOME', home);
  vi.stubEnv('HOLOS_CACHE', settings.cache);
  vi.stubEnv('HOLOS_SPEECH_COMMAND', settings.speechCommand);
  const told = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  const [table, page] = [path.join(home, 'en.csv'), path.join(home, 'en.html')];
  expect(await writeScript('en', table)).toBe(0);
  expect(await writeScript('en', page)).toBe(0);
  expect(await writeScript('en', undefined)).toBe(0);
  const rows = readFileSync(table, 'utf8').trimEnd().split('\r\n');
  expect(printed).toBe(readFileSync(table, 'utf8'));
  expect(readFileSync(page, 'utf8').match(/<tr><td>/g)).toHaveLength(rows.length - 1);
  // Braces are nothing that can be read aloud.
  expect(rows.length).toBeGreaterThan(250);
  expect(rows.filter((row) => /[{}]/.test(row))).toEqual([]);
  const texts = rows.length - 1;
  expect(told.mock.calls).toEqual(
    [table, page].map((file) => [
      `${file}: ${texts} texts in English, about ${Math.ceil(texts / 60)} minutes of voice.`,
    ]),
  );
}, 120_000);
