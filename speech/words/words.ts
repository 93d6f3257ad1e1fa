import type { Language } from '../../config/company.ts';
import { english } from './en.ts';
import { russian } from './ru.ts';
import type { NumberWords } from './shape.ts';
import { slavicWords } from './slavic.ts';
import { ukrainian } from './uk.ts';

const words: Record<Language, NumberWords> = {
  uk: slavicWords(ukrainian),
  ru: slavicWords(russian),
  en: english,
};

/** Numbers, money, dates and times of day in this language's words. */
export function wordsOf(language: Language): NumberWords {
  return words[language];
}
