import type { Language } from '../config/company.ts';
import type { Value } from './spoken-values.ts';
import type { PromptParameters } from './voice.ts';

/** A long but usual value for each style, to find out how long a prompt may last. Styles begin with these words. */
const byStyle: readonly (readonly [style: RegExp, example: Value])[] = [
  [/^(date|time)/, new Date('2027-12-28T21:59:00Z')],
  [/^day/, 28],
  [/^duration/, 23 * 60 + 59],
  [/^money/, 1_247_756],
  [/^(reading|decimal|volume|energy|heat)$/, '27459.75'],
  [/^(cardinal|ordinal|plural|selectordinal)/, 27],
  [/^phone$/, '+380577787659'],
  [/^digits$/, '750600'],
  [/^serial$/, '7785'],
  [/^key$/, '7'],
  [/^address$/, 'вул. Січових Стрільців, 164-А, під’їзд 2, кв. 148'],
];

const anyText: Readonly<Record<Language, string>> = { uk: 'Затишний дім', ru: 'Уютный дом', en: 'Cosy Home' };

/** `{name`, and after a comma its style; after `select` its first choice. */
const placeholder = /\{\s*(\w+)\s*(?:\}|,\s*([a-z-]+)(?:\s*,\s*(\w+)\s*\{)?)/g;

/** Values with which a text can be spoken, one for each of its placeholders. */
export function exampleParameters(text: string, language: Language = 'uk'): PromptParameters {
  const values: Record<string, Value> = {};
  for (const [, name = '', style, choice] of text.matchAll(placeholder)) {
    const example = style === 'select' ? choice : byStyle.find(([known]) => known.test(style ?? ''))?.[1];
    values[name] ??= example ?? anyText[language];
  }
  return values;
}
