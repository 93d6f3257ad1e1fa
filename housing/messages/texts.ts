import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { DateTime } from 'luxon';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Language, languages } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';

const file = z.record(z.string(), z.string().min(1));

/** The texts of one language, by key: ICU messages. */
export function readSmsTexts(language: Language): Record<string, string> {
  return file.parse(parse(readFileSync(path.join(import.meta.dirname, 'texts', `${language}.yaml`), 'utf8')));
}

const texts = Object.fromEntries(languages.map((language) => [language, readSmsTexts(language)])) as Record<
  Language,
  Record<string, string>
>;

/** A text of `texts/` with its values. @throws HolosError `sms.no-text` */
export function smsText(name: string, language: Language, values: Record<string, string>): string {
  const text = texts[language][name];
  if (text === undefined)
    throw new HolosError('sms.no-text', `there is no text ${name} in texts/${language}.yaml: add it`, {
      name,
    });
  return String(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).format(values));
}

/** A day as it is written in an SMS: 24.11. */
export function writtenDay(at: Date, timezone: string): string {
  return DateTime.fromJSDate(at, { zone: timezone }).toFormat('dd.MM');
}
