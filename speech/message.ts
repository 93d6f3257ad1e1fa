import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import { isStyle, spoken } from './spoken-values.ts';
import type { PromptParameters } from './voice.ts';

/** A stretch of a prompt as it is spoken: one of its fixed texts, or what a value said. */
export interface Piece {
  /** Which of the fixed texts, counted from 1; absent for a value. */
  readonly fixed?: number;
  readonly text: string;
}

/** One prompt in one language: an ICU message whose values are spoken in words. */
export interface Message {
  /** The names of its placeholders; none means that it always says the same. */
  readonly placeholders: ReadonlySet<string>;
  /** The texts between the placeholders that have words, in the order of the source, those of every branch included. */
  readonly fixedTexts: readonly string[];
  /** What each `select` chooses between. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** @throws HolosError `speech.parameter` when a value is missing, `speech.number` when it cannot be spoken */
  words(parameters: PromptParameters, timezone: string): string;
  /** The same words in pieces, so that recordings of some can stand among synthesised ones. @throws as `words` */
  pieces(parameters: PromptParameters, timezone: string): Piece[];
}

interface Slot {
  readonly name: string;
  readonly parameter: string;
  readonly style: string;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** Signs that stand in no text: they mark where a fixed text with its number begins and where it ends. */
const mark = { begin: '\uE000', number: '\uE001', end: '\uE002' };
const marks = /[\uE000-\uE002]/g;
const marked = /\uE000(\d+)\uE001([^\uE002]*)\uE002|([^\uE000]+)/g;

/** `{position, ordinal}`: a parameter and the style it is spoken in. ICU's own plural and select have a third part. */
const styled = /\{\s*(\w+)\s*,\s*([a-z-]+)\s*\}/g;

/** A start reads the same texts several times: to find what is wrong, to keep what is in force, to speak. */
const compiled = new Map<string, Message>();
/** All prompts that come with Holos, twice. */
const mostCompiled = 5000;

/**
 * A prompt, ready to be spoken; the same one for the same text.
 * @throws HolosError `speech.prompt-invalid` with what is wrong in the text
 */
export function compileMessage(source: string, language: Language): Message {
  const name = `${language} ${source}`;
  const known = compiled.get(name);
  if (known) return known;
  const message = compile(source, language);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(name, message);
  return message;
}

/**
 * ICU knows no style of ours, so each `{name, style}` becomes a plain argument
 * of its own that is filled with the words.
 * @throws HolosError `speech.prompt-invalid`
 */
function compile(source: string, language: Language): Message {
  const slots: Slot[] = [];
  const plain = source.replace(styled, (_all, parameter: string, style: string) => {
    if (!isStyle(style)) throw invalid(source, `there is no style "${style}"`);
    const name = `${parameter}__${style.replaceAll('-', '_')}`;
    slots.push({ name, parameter, style });
    return `{${name}}`;
  });
  const elements = parse(plain, language, source).getAst();
  const fixedTexts: string[] = [];
  const format = new IntlMessageFormat(withMarks(elements, fixedTexts), language);
  const slotNames = new Map(slots.map((slot) => [slot.name, slot.parameter]));
  const placeholders = new Set(argumentNames(elements).map((name) => slotNames.get(name) ?? name));

  function pieces(parameters: PromptParameters, timezone: string): Piece[] {
    const values: Record<string, string | number | Date> = {};
    for (const name of placeholders) {
      const value = parameters[name];
      if (value === undefined) {
        throw new HolosError('speech.parameter', `The prompt needs a value for {${name}}`, { source, name });
      }
      values[name] = typeof value === 'string' ? value.replace(marks, '') : value;
    }
    for (const { name, parameter, style } of slots) {
      values[name] = spoken(style, parameters[parameter] ?? '', language, timezone);
    }
    return piecesOf(String(format.format(values)));
  }
  return {
    placeholders,
    fixedTexts,
    choices: choicesOf(elements),
    pieces,
    words: (parameters, timezone) =>
      pieces(parameters, timezone)
        .map(({ text }) => text)
        .join('')
        .replace(/\s+/g, ' ')
        .trim(),
  };
}

/** Numbers the fixed texts that have words in them, and notes them in `found`. Signs before the first word are not theirs. */
function withMarks(elements: Elements, found: string[]): Elements {
  return elements.map((element) => {
    if (element.type === 0) {
      const [, signs = '', text = ''] = /^([\s.,:;!?…—–]*)(.*)$/su.exec(element.value) ?? [];
      if (!/\p{L}/u.test(text)) return element;
      found.push(text.replace(/\s+/g, ' ').trim());
      return { ...element, value: `${signs}${mark.begin}${found.length}${mark.number}${text}${mark.end}` };
    }
    if (!('options' in element)) return element;
    const options = Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: withMarks(option.value, found) },
    ]);
    return { ...element, options: Object.fromEntries(options) };
  });
}

/** Takes the marked words apart. Signs between the pieces (a full stop after a number) stay with the piece before. */
function piecesOf(words: string): Piece[] {
  const pieces: { fixed?: number; text: string }[] = [];
  for (const [, number, fixedText, value] of words.matchAll(marked)) {
    const last = pieces.at(-1);
    if (number !== undefined) pieces.push({ fixed: Number(number), text: fixedText ?? '' });
    else if (last && (last.fixed === undefined || !/[\p{L}\p{N}]/u.test(value ?? '')))
      last.text += value ?? '';
    else pieces.push({ text: value ?? '' });
  }
  return pieces;
}

function choicesOf(elements: Elements): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const element of elements) {
    if (!('options' in element)) continue;
    if (element.type === 5) found.set(element.value, Object.keys(element.options));
    for (const option of Object.values(element.options))
      for (const [name, names] of choicesOf(option.value)) found.set(name, names);
  }
  return found;
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
