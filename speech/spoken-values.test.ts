import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages } from '../config/company.ts';
import { exampleParameters } from './examples.ts';
import { spoken, styleNames, type Value } from './spoken-values.ts';

const zone = 'Europe/Kyiv';
const said = (style: string, value: Value, language: 'uk' | 'ru' | 'en' = 'uk') =>
  spoken(style, value, language, zone);
/** Half past three in the afternoon of the seventh of November, in Kyiv. */
const instant = new Date('2026-11-07T13:30:00Z');

test('a text has an example for each of its placeholders', () => {
  const text =
    '{n, plural, one {{n, cardinal} {kind, select, gas {газ} other {вода}}} other {{due, date}}}, {company}';
  expect(exampleParameters(text)).toEqual({
    n: 27,
    kind: 'gas',
    due: new Date('2027-12-28T21:59:00Z'),
    company: 'Затишний дім',
  });
});

describe.each(languages)('in %s', (language) => {
  test.each(styleNames)('%s is in words, and none too many', (style) => {
    const words = said(style, exampleParameters(`{value, ${style}}`).value ?? '', language);
    expect(words).toMatch(language === 'en' ? /^[a-z ,.-]+$/i : /^[а-яёіїєґ’ ,.-]+$/i);
    // Twenty words take ten seconds.
    expect(words.split(/[\s-]+/).length).toBeLessThanOrEqual(20);
  });
});

test('each style as it is described', () => {
  const table = readFileSync(path.join(import.meta.dirname, '../docs/speech.md'), 'utf8');
  for (const style of styleNames)
    expect(table, `docs/speech.md does not tell of "${style}"`).toMatch(new RegExp(`[ \`]${style}[}\`]`));
});

test('cases and genders', () => {
  expect(said('cardinal-feminine-accusative', 21)).toBe('двадцять одну');
  expect(said('cardinal-feminine-genitive', 21, 'ru')).toBe('двадцати одной');
  expect(said('ordinal-genitive', 3)).toBe('третього');
  expect(said('ordinal-feminine-genitive', 3, 'ru')).toBe('третьей');
  expect(said('ordinal-feminine-accusative', 23)).toBe('двадцять третю');
  expect(said('money-accusative', 12_102)).toBe('сто двадцять одну гривню дві копійки');
  expect(said('money-genitive', 12_102)).toBe('ста двадцяти однієї гривні двох копійок');
});

test('an instant is read on the company’s clock, a calendar day is itself', () => {
  expect(said('time-until', instant)).toBe('до п’ятнадцятої години тридцяти хвилин');
  expect(`${said('time-until', instant, 'en')} ${said('date', instant, 'en')}`).toBe(
    'until three thirty p m on the seventh of November',
  );
  expect(said('date', new Date('2026-11-07T22:30:00Z'))).toBe('восьмого листопада');
  expect(spoken('date', '2026-11-07', 'uk', 'America/New_York')).toBe('сьомого листопада');
  expect(said('date-since', '2026-11-07', 'ru')).toBe('с седьмого ноября');
});

test('a decimal of the database may be a reading or a quantity', () => {
  expect(said('reading', '124.350')).toBe('сто двадцять чотири, кома, триста п’ятдесят');
  expect(said('volume', '124.350')).toBe('сто двадцять чотири цілих тридцять п’ять сотих кубометра');
  expect(said('energy', '21.000')).toBe('двадцять одна кіловат-година');
});

test('what cannot be said has a code', () => {
  for (const [style, value] of [
    ['date', 'tomorrow'],
    ['date', '2026-02-30'],
    ['time', '2026-11-07'],
    ['time-until', 15],
  ] as const) {
    expect(() => said(style, value)).toThrow(expect.objectContaining({ code: 'speech.parameter' }));
  }
  for (const style of ['volume', 'reading', 'money', 'duration', 'day-from', 'phone']) {
    expect(() => said(style, 'unknown')).toThrow(expect.objectContaining({ code: 'speech.number' }));
  }
  expect(() => said('roman', 5)).toThrow(expect.objectContaining({ code: 'speech.prompt-invalid' }));
});
