import { IntlMessageFormat } from 'intl-messageformat';
import type { Company, Language } from '../state/contract.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { isTextKey, languages, type TextKey } from './languages.ts';

type Values = Record<string, string | number>;

const compiled = new Map<string, IntlMessageFormat>();

/** The text in the person's language; a component that draws it is drawn anew when the language changes. */
export function t(key: TextKey, values?: Values): string {
  return String(formatOf(preferences.language, key).format(values));
}

/** The text of a word that came from the server, or the word itself where the desk does not know it. */
export function word(group: string, name: string): string {
  const key = `${group}.${name}`;
  return isTextKey(key) ? t(key) : name;
}

/** What the company calls something, in the person's language or else in the first there is. */
export function text(names: Company['name']): string {
  return names[preferences.language] ?? names.uk ?? Object.values(names)[0] ?? '';
}

function formatOf(language: Language, key: TextKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = compiled.get(name);
  if (known) return known;
  const made = new IntlMessageFormat(languages[language][key], language);
  compiled.set(name, made);
  return made;
}
