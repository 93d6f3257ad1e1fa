import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { type Language, languages, spokenLanguages } from '../config/company.ts';
import { readSettings } from '../config/settings.ts';
import { readSources, understand } from '../ivr/in-force/sources.ts';
import { sentencesOf } from '../ivr/made-ahead.ts';
import { writeWav } from '../speech/sound/wav.ts';
import { createVoice } from '../speech/voice-maker.ts';
import { check } from './check.ts';

/** One folder for all: a sentence that was spoken for one company is there for the next. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-check-start-'));
const tone = path.join(folder, 'tone.wav');
writeFileSync(tone, writeWav({ rate: 8000, samples: new Float32Array(2000).map((_, i) => Math.sin(i) / 2) }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let told: string[];
beforeEach(() => {
  told = [];
  vi.stubEnv('HOLOS_CACHE', path.join(folder, 'cache'));
  vi.stubEnv('HOLOS_SPEECH_COMMAND', `cat ${tone}`);
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => told.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Prompts = Partial<Record<Language, Record<string, string>>>;

/** A home of its own with this company and these prompts. */
function given(company: object, prompts: Prompts): void {
  const home = mkdtempSync(path.join(folder, 'home-'));
  mkdirSync(path.join(home, 'prompts'));
  for (const [language, texts] of Object.entries(prompts))
    writeFileSync(path.join(home, 'prompts', `${language}.yaml`), stringify(texts));
  const file = path.join(home, 'company.yaml');
  writeFileSync(file, stringify(company));
  vi.stubEnv('HOLOS_HOME', home);
  vi.stubEnv('HOLOS_COMPANY', file);
}

/** What a start does before it takes calls: everything but Asterisk and the database. */
async function start(): Promise<void> {
  const settings = readSettings();
  const { company, texts } = understand(await readSources(settings), settings);
  const voice = await createVoice({
    ...{ settings, texts, log: pino({ level: 'silent' }) },
    ...{ timezone: company.timezone, spoken: spokenLanguages(company) },
  });
  await voice.prepare({ also: sentencesOf(company) });
  for (const { greeting, languages: spoken } of company.hotlines)
    for (const language of spoken) await voice.say(greeting, language);
}

const named = (...spoken: Language[]) => Object.fromEntries(spoken.map((language) => [language, 'Будинок']));

interface SomeHotline {
  spoken: Language[];
  greeting: string;
  menu: string;
}

function companyOf(hotlines: SomeHotline[], names: readonly Language[]) {
  return {
    name: named(...names),
    hotlines: hotlines.map(({ spoken, greeting, menu }, i) => ({
      ...{ id: `line-${i}`, name: named(...spoken), numbers: [`75060${i}`], languages: spoken, greeting },
      menu: [
        { key: '0', prompt: 'menu.operator', queue: 'people' },
        { key: '1', prompt: menu, flow: 'readings' },
      ],
      emergencyNumber: '1580',
    })),
    queues: [{ id: 'people', name: named(...names) }],
    executors: [{ id: 'crew', name: named(...names) }],
    categories: [{ id: 'other', name: named(...names), executor: 'crew', dueHours: 8 }],
    calling: { hotline: 'line-0' },
  };
}

test('a company that speaks one language needs its prompts in that alone', async () => {
  given(companyOf([{ spoken: ['uk'], greeting: 'greeting.own', menu: 'menu.own' }], ['uk']), {
    uk: {
      'greeting.own': 'Вітаємо!',
      'menu.own': 'Про показання — {key, key}.',
      'menu.own.short': 'Показання — {key, key}.',
    },
    // Nobody hears it.
    ru: { goodbye: '{n, roman}' },
  });
  expect({ code: await check.run([]), told }).toMatchObject({ code: 0 });
  await start();
});

test.each<[string, Record<string, string>, string]>([
  ['a value that nothing gives', { 'menu.own': 'Про показання — {digit, key}.' }, 'menu.own: has {digit}'],
  ['a value in a greeting', { 'greeting.own': 'Вітаємо, {name}!' }, 'greeting.own: has {name}'],
  ['a value in a prompt of Holos', { goodbye: 'Бувайте, {name}!' }, 'goodbye: has {name}'],
  ['no words', { 'greeting.own': '…' }, 'greeting.own: has no words'],
])('%s is told by check, in whatever language', async (_, texts, fault) => {
  given(companyOf([{ spoken: ['uk'], greeting: 'greeting.own', menu: 'menu.own' }], ['uk']), {
    uk: { 'greeting.own': 'Вітаємо!', 'menu.own': 'Так', 'menu.own.short': 'Так', ...texts },
  });
  expect(await check.run([])).toBe(1);
  expect(told.join('\n')).toContain(fault);
});

const someLanguages = fc.subarray([...languages], { minLength: 1 });
const text = fc.constantFrom(
  ...['Так', 'Про це — {key, key}.', 'Про це — {digit, key}.', '{n, roman}', '{open', '…', 'Знову {what}'],
);
const ownKeys = ['greeting.own', 'menu.own', 'menu.own.short', 'goodbye', 'menu.operator', 'choice'];
const ownTexts = fc.dictionary(fc.constantFrom(...ownKeys), text, { maxKeys: 4 });
/** Most of what people write is right; so that enough of these companies start, so is most of what is made up here. */
const goodTexts = fc.constant({ 'greeting.own': 'Так', 'menu.own': '{key, key}', 'menu.own.short': 'Так' });
const hotline = fc.record({
  spoken: someLanguages,
  greeting: fc.constantFrom('greeting.8800', 'greeting.own'),
  menu: fc.constantFrom('menu.readings', 'menu.own'),
});
const company = fc.record({
  hotlines: fc.array(hotline, { minLength: 1, maxLength: 2 }),
  names: fc.oneof({ weight: 3, arbitrary: fc.constant([...languages]) }, someLanguages),
  prompts: fc.dictionary(
    fc.constantFrom(...languages),
    fc.oneof({ weight: 3, arbitrary: goodTexts }, ownTexts),
  ),
});

test('whatever check passes, starts', async () => {
  let passed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(company, async ({ hotlines, names, prompts }) => {
      given(companyOf(hotlines, names), prompts);
      if ((await check.run([])) !== 0) refused++;
      else {
        passed++;
        await start();
      }
    }),
    { numRuns: 40 },
  );
  expect(passed).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(5);
}, 120_000);
