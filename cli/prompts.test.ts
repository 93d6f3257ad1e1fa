import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { writeWav } from '../speech/sound/wav.ts';
import { asCsv, asHtml } from './prompts/sheet.ts';
import { prompts } from './prompts.ts';

/** Where the prompts that come with Holos are spoken already, or will be for the next test. */
const { cache } = readSettings();
let home: string;
let told: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-prompts-'));
  vi.stubEnv('HOLOS_HOME', home);
  vi.stubEnv('HOLOS_CACHE', path.join(home, 'cache'));
  told = '';
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => {
      told += `${line}\n`;
    });
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

function recorded(name: string, peak: number): void {
  const file = path.join(home, 'takes', name);
  mkdirSync(path.dirname(file), { recursive: true });
  const samples = Float32Array.from({ length: 88_200 }, (_, i) =>
    i % 8820 > 1000 ? Math.max(-1, Math.min(1, peak * Math.sin(i / 20))) : 0,
  );
  writeFileSync(file, writeWav({ rate: 44_100, samples }));
}

test('what is recorded well and named rightly is taken; all else is told', async () => {
  recorded('goodbye.wav', 0.3);
  recorded('words/п’ять.wav'.normalize('NFD'), 0.3);
  recorded('interrupted.wav', 3);
  recorded('goodby.wav', 0.3);
  const run = await prompts.run(['import', path.join(home, 'takes'), '--language', 'uk']);
  expect(run).toBe(1);
  expect(told).toContain('interrupted.wav: The recording is not taken: it was recorded too loud');
  expect(told).toContain('goodby.wav: No prompt in uk.yaml, and no piece of one, is called goodby');
  expect(told).toContain('2 of 4 recordings are used from now on.');
  expect(readFileSync(path.join(home, 'prompts/uk/goodbye.txt'), 'utf8')).toBe(
    'Дякуємо за дзвінок. На все добре!\n',
  );
  expect(readFileSync(path.join(home, 'prompts/uk/words/пять.wav')).length).toBeGreaterThan(1000);
});

test('texts that cannot be spoken, and those in force of the installation, are checked before any sound', async () => {
  mkdirSync(path.join(home, 'prompts'));
  writeFileSync(path.join(home, 'prompts', 'uk.yaml'), 'goodbye: "{n, roman}"\nown.text: Один\n');
  expect(await prompts.run(['check', '--language', 'uk'])).toBe(1);
  expect(told).toContain('uk: goodbye: ');
  expect(told).not.toContain('own.text');
});

test('a text that takes longer than 12 s to say, and a recording of another text than there is now, are told', async () => {
  vi.stubEnv('HOLOS_CACHE', cache);
  vi.stubEnv('HOLOS_SPEECH_SPEED', '');
  recorded('goodbye.wav', 0.3);
  expect(await prompts.run(['import', path.join(home, 'takes'), '--language', 'uk'])).toBe(0);
  told = '';
  const long = '{a, address}. {b, address}.';
  writeFileSync(path.join(home, 'prompts', 'uk.yaml'), `goodbye: Бувайте!\nown.long: "${long}"\n`);
  expect(await prompts.run(['check', '--language', 'uk'])).toBe(1);
  expect(told.trimEnd().split('\n')).toEqual([
    expect.stringMatching(
      /^uk: own\.long: lasts 1\d\.\d s with usual values, and 12 s is the most; shorten it$/,
    ),
    'uk: goodbye: the text has changed since it was recorded; it is synthesised until it is recorded anew',
  ]);
}, 120_000);

test.each([
  [[], 'Say what is to be done'],
  [['sing'], 'Say what is to be done'],
  [['import'], 'Say which folder'],
  [['import', 'x'], 'Say in which language'],
  [['import', 'x', '--language', 'de'], 'There is no language de'],
  [['check', 'x'], 'x is one word too many'],
  [['check', '--out', 'x'], '--out is for prompts script'],
  [['script', '--out', 'sheet.doc'], 'A sheet is --out sheet.html'],
])('written wrongly: %s', async (args, message) => {
  await expect(prompts.run(args)).rejects.toThrow(message);
});

test('a file that cannot be opened is told of, and the others are taken', async () => {
  vi.stubEnv('HOLOS_CACHE', cache);
  recorded('goodbye.wav', 0.3);
  symlinkSync(path.join(home, 'nowhere.wav'), path.join(home, 'takes', 'interrupted.wav'));
  expect(await prompts.run(['import', path.join(home, 'takes'), '--language', 'uk'])).toBe(1);
  expect(told).toContain('1 of 2 recordings');
  expect(told).toMatch(/interrupted\.wav: /);
});

test('a folder that is not there', async () => {
  const run = prompts.run(['import', path.join(home, 'none'), '--language', 'uk']);
  await expect(run).rejects.toMatchObject({ code: 'cli.no-folder' });
});

test('the sheet keeps signs, quotes and formulas apart', () => {
  const line = {
    file: 'a.wav',
    text: 'Так, "<b>"',
    stressed: '=1+1',
    context: '…',
    seconds: 1.5,
    recorded: true,
  };
  expect(asCsv([line]).split('\r\n')[1]).toBe(`"a.wav","Так, ""<b>""","'=1+1","…","1.5","yes"`);
  expect(asHtml([{ ...line, stressed: '<b>' }], 'uk')).toContain('&lt;b&gt;');
});

test('a sheet that cannot be written is told at once, in words', async () => {
  const file = path.join(home, 'nowhere', 'sheet.csv');
  await expect(prompts.run(['script', '--out', file])).rejects.toMatchObject({
    code: 'cli.cannot-write',
    message: `${file} cannot be written (ENOENT): give --out another file.`,
  });
});
