import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../config/company.ts';
import { loadCompany } from '../config/load-company.ts';
import { exampleParameters } from './examples.ts';
import { compileMessage } from './message.ts';
import { readPrompts } from './prompts.ts';
import type { PromptParameters } from './voice.ts';

/**
 * Every sentence as a caller hears it, with usual values and in every branch. What a machine can see to be wrong is looked for here;
 * the rest is for people: `sentences/<language>.txt` is to be read by one who speaks the language whenever it changes
 * (`npx vitest run --project unit speech/sentences.test.ts -u` writes it anew).
 */
const timezone = 'Europe/Kyiv';
const texts = readPrompts();
const usual: PromptParameters = {
  since: new Date('2026-11-24T04:00:00Z'),
  until: new Date('2026-11-24T16:30:00Z'),
  opens: new Date('2026-11-24T07:00:00Z'),
  due: new Date('2026-11-24T10:00:00Z'),
  on: new Date('2026-03-08T10:00:00Z'),
  from: 20,
  digits: 5,
  decimals: 3,
  position: 3,
  minutes: 5,
  last: '27',
};
const { incidentKinds } = await loadCompany({ company: '750-600' });

/** A prompt in words, once for each choice of its selects: one after the other, or `crosswise`, each with each. */
function spoken(prompt: string, language: Language, { crosswise = false } = {}): string[] {
  const text = texts[language].get(prompt) ?? '';
  const message = compileMessage(text, language);
  const first = { ...exampleParameters(text, language), ...usual };
  if (prompt === 'readings.closed') first.until = 25;
  let all = whatOf(prompt, language).map((what) => ({ ...first, ...what }));
  for (const [name, options] of message.choices) {
    const from = crosswise ? all : all.slice(-1);
    all = [...all, ...options.flatMap((option) => from.map((values) => ({ ...values, [name]: option })))];
  }
  return [...new Set(all.map((values) => message.words(values, timezone)))];
}

/** What befalls a building: everything that the company file knows. Of other prompts nothing. */
function whatOf(prompt: string, language: Language): PromptParameters[] {
  const isTold = { breakdown: false, planned: true }[prompt.split('known-breakdown.')[1] ?? ''];
  if (isTold === undefined && prompt !== 'known-breakdown.joined-before') return [{}];
  const kinds = incidentKinds.filter(({ planned }) => planned === (isTold ?? planned));
  return kinds.map(({ spoken }) => ({ what: spoken[language] ?? '' }));
}

const faults: readonly (readonly [fault: string, pattern: RegExp])[] = [
  ['a word twice', /(?<!\p{L})(\p{L}+) \1(?![\p{L}-])/iu],
  [
    'a preposition after a preposition',
    /\b(on|by|at|in|from|since|until|to) (on|by|at|in|from|since|until|to)\b/i,
  ],
  [
    'a preposition after a preposition',
    /(?<!\p{L})(з|із|до|на|о|об|у|в|с|со|по|во) (з|із|до|на|о|об|у|в|с|со|по|во)(?!\p{L})/iu,
  ],
  ['what is now of what began before', /\bhas (?!had)[^;]*\bsince\b/i],
  ['a brace', /[{}]/],
  ['a space before a sign', / [.,:;!?]/],
  ['sign after sign', /[.,:;!?][.,:;!?]/],
  ['two spaces', / {2}/],
  ['no end', /[^.!?]$/],
  ['a numeral', /\d/],
  // Nobody knows how late it is when he hears it.
  [
    'a greeting for a time of day',
    /(?<!\p{L})(доброго (ранку|дня|вечора)|добр(ий|ый|ое) (день|вечір|вечер|ранок|утро)|good (morning|day|afternoon|evening))/iu,
  ],
];

describe.each(languages)('%s', (language) => {
  const prompts = [...texts[language].keys()];

  test.each(faults)('no sentence has %s', (_, pattern) => {
    const wrong = prompts.flatMap((prompt) =>
      spoken(prompt, language, { crosswise: true })
        .filter((said) => pattern.test(withoutFree(said, language)))
        .map((said) => `${prompt}: ${said}`),
    );
    expect(wrong).toEqual([]);
  });

  test('what has values in it is as somebody has read it', async () => {
    const valued = prompts.filter((prompt) => /\{(?!key, key\})/.test(texts[language].get(prompt) ?? ''));
    const listed = valued.map((prompt) => `${prompt}\n${spoken(prompt, language).join('\n')}\n`);
    await expect(listed.join('\n')).toMatchFileSnapshot(
      path.join(import.meta.dirname, 'sentences', `${language}.txt`),
    );
  });
});

/** A text that somebody has written (`{text}`) ends as he likes. */
function withoutFree(said: string, language: Language): string {
  const free = exampleParameters('{text}', language).text;
  return said === free ? `${said}.` : said;
}
