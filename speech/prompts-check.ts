import { type Language, languages } from '../config/company.ts';
import { compileMessage } from './message.ts';
import { keysOf, type PromptTexts, readPrompts } from './prompts.ts';

export interface PromptFault {
  readonly kind: 'missing' | 'invalid' | 'numeral' | 'placeholders' | 'unused';
  readonly prompt: string;
  readonly language: Language;
  /** What is wrong and what to do, in English, for `./holos check`. */
  readonly message: string;
}

export interface PromptCheck {
  readonly texts?: PromptTexts;
  /** The languages that must have every text: those of the hotlines. */
  readonly spoken?: readonly Language[];
  /** Prompts that must be there whether or not any file has them: those of the company file, of the flows. */
  readonly needed?: readonly string[];
  /** Prompts of the company file, with the names of the values they are said with. Those that come with Holos are known. */
  readonly given?: ReadonlyMap<string, readonly string[]>;
  /** When given: all prompts that anything says. A text that is not among them is reported as unused. */
  readonly used?: readonly string[];
}

/**
 * Reads every text as it would be spoken and tells what callers would stumble over; an empty list is good.
 * @throws HolosError `speech.prompts-unreadable` when the files themselves cannot be read
 */
export function checkPrompts(check: PromptCheck = {}): PromptFault[] {
  const { texts = readPrompts(), spoken = languages, needed = [], given = new Map(), used } = check;
  const known = shippedPlaceholders();
  const keys = [...new Set([...keysOf(texts), ...needed])];
  return spoken.flatMap((language) =>
    keys.flatMap((prompt) => {
      const text = texts[language].get(prompt);
      const fault = (kind: PromptFault['kind'], message: string): PromptFault[] => [
        { kind, prompt, language, message: `${prompt}: ${message}` },
      ];
      if (text === undefined) return fault('missing', `has no text in ${language}.yaml; add it`);
      const names = placeholdersOf(text, language);
      if (names instanceof Error) return fault('invalid', names.message);
      if (names === '' && !/\p{L}/u.test(text)) return fault('invalid', 'has no words in it; write some');
      const [otherLanguage, others] = reference(texts, prompt, language);
      const values = given.get(prompt) ?? known.get(prompt);
      const more = names.split(', ').filter((name) => name !== '' && values && !values.includes(name));
      return [
        ...(/\d/.test(text) ? fault('numeral', 'has a numeral in it; write it as a word') : []),
        ...(others === undefined || others === names
          ? []
          : fault(
              'placeholders',
              `has {${names}} in ${language}.yaml but {${others}} in ${otherLanguage}.yaml`,
            )),
        ...more.map((name) => valueless(prompt, language, name, values)),
        ...(used && !used.includes(prompt) ? fault('unused', 'is said by nothing; remove it') : []),
      ];
    }),
  );
}

/** What every call would stumble over. */
function valueless(
  prompt: string,
  language: Language,
  name: string,
  values: readonly string[] = [],
): PromptFault {
  const instead =
    values.length === 0 ? 'it is said without any' : `there is {${values.join(', ')}} for it alone`;
  const message = `${prompt}: has {${name}} in ${language}.yaml, and nothing gives that a value: ${instead}`;
  return { kind: 'placeholders', prompt, language, message };
}

/** The values that prompts which come with Holos are said with, in whatever language. */
function shippedPlaceholders(): Map<string, string[]> {
  const shipped = readPrompts();
  return new Map(
    keysOf(shipped).map((prompt) => [
      prompt,
      languages.flatMap((language) => {
        const text = shipped[language].get(prompt);
        return text === undefined ? [] : [...compileMessage(text, language).placeholders];
      }),
    ]),
  );
}

/** The first other language in order that has the prompt, readably, and its placeholders: what this text must agree with. */
function reference(
  texts: PromptTexts,
  prompt: string,
  language: Language,
): [language?: Language, placeholders?: string] {
  for (const other of languages) {
    if (other === language) return [];
    const text = texts[other].get(prompt);
    const names = text === undefined ? undefined : placeholdersOf(text, other);
    if (typeof names === 'string') return [other, names];
  }
  return [];
}

function placeholdersOf(text: string, language: Language): string | Error {
  try {
    return [...compileMessage(text, language).placeholders].sort().join(', ');
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
