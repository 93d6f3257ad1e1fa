import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { isStyle, spoken } from './spoken-values.ts';
import type { PromptParameters } from './voice.ts';

/** One prompt in one language: an ICU message whose values are spoken in words. */
export interface Message {
  /** The names of its placeholders; none means that it always says the same. */
  readonly placeholders: ReadonlySet<string>;
  /** @throws HolosError `speech.parameter` when a value is missing, `speech.number` when it cannot be spoken */
  words(parameters: PromptParameters, timezone: string): string;
}

interface Slot {
  readonly name: string;
  readonly parameter: string;
  readonly style: string;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** `{position, ordinal}`: a parameter and the style it is spoken in. ICU's own plural and select have a third part. */
const styled = /\{\s*(\w+)\s*,\s*([a-z-]+)\s*\}/g;

/**
 * Compiles a prompt. ICU knows no style of ours, so each `{name, style}` becomes a plain argument
 * of its own that is filled with the words.
 * @throws HolosError `speech.prompt-invalid` with what is wrong in the text
 */
export function compileMessage(source: string, language: Language): Message {
  const slots: Slot[] = [];
  const plain = source.replace(styled, (_all, parameter: string, style: string) => {
    if (!isStyle(style)) throw invalid(source, `there is no style "${style}"`);
    const name = `${parameter}__${style.replaceAll('-', '_')}`;
    slots.push({ name, parameter, style });
    return `{${name}}`;
  });
  const format = parse(plain, language, source);
  const slotNames = new Map(slots.map((slot) => [slot.name, slot.parameter]));
  const names = argumentNames(format.getAst()).map((name) => slotNames.get(name) ?? name);
  const placeholders = new Set(names);
  return {
    placeholders,
    words(parameters, timezone) {
      const values: Record<string, string | number | Date> = { ...parameters };
      for (const name of placeholders) {
        if (parameters[name] === undefined) {
          throw new HolosError('speech.parameter', `The prompt needs a value for {${name}}`, {
            source,
            name,
          });
        }
      }
      for (const { name, parameter, style } of slots) {
        values[name] = spoken(style, parameters[parameter] ?? '', language, timezone);
      }
      return String(format.format(values)).replace(/\s+/g, ' ').trim();
    },
  };
}

function parse(plain: string, language: Language, source: string): IntlMessageFormat {
  try {
    return new IntlMessageFormat(plain, language, undefined, { ignoreTag: true });
  } catch (error) {
    throw invalid(source, String(error), error);
  }
}

function argumentNames(elements: Elements): string[] {
  return elements.flatMap((element) => {
    if (element.type === 0 || element.type === 7) return [];
    const inside = 'options' in element ? Object.values(element.options) : [];
    return [element.value, ...inside.flatMap((option) => argumentNames(option.value))];
  });
}

function invalid(source: string, why: string, cause?: unknown): HolosError {
  return new HolosError(
    'speech.prompt-invalid',
    `The prompt "${source}" cannot be read: ${why}`,
    { source },
    cause,
  );
}
