import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Language, languages } from '../config/company.ts';
import { NotUtf8, readUtf8 } from '../config/utf8.ts';
import { codeOf, HolosError } from '../errors.ts';

/** The texts of one language, by key. */
export type Texts = ReadonlyMap<string, string>;
export type PromptTexts = Readonly<Record<Language, Texts>>;

const shipped = path.join(import.meta.dirname, 'prompts');
const key = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'a key is small letters and digits with dots and hyphens between');
const file = z.record(key, z.string().min(1));

/** The prompts of an installation as they are written: its `uk.yaml`, `ru.yaml`, `en.yaml`, where there are such. */
export type OwnPrompts = Readonly<Partial<Record<Language, string>>>;

/**
 * The prompts that come with Holos, and over them those of the installation: `<folder>/uk.yaml`, `ru.yaml`, `en.yaml`
 * may change a text or add one (a greeting of its own, say).
 * @throws HolosError `speech.prompts-unreadable` naming the file and what is wrong in it
 */
export function readPrompts(folder?: string): PromptTexts {
  return promptsWith(folder === undefined ? {} : readOwnPrompts(folder), folder);
}

/** @throws HolosError `speech.prompts-unreadable` */
export function readOwnPrompts(folder: string): OwnPrompts {
  const there = languages.filter((language) => existsSync(path.join(folder, `${language}.yaml`)));
  return Object.fromEntries(there.map((language) => [language, read(path.join(folder, `${language}.yaml`))]));
}

/** As `readPrompts`, of texts that were read before. @param folder where they are from, for the faults in them */
export function promptsWith(own: OwnPrompts, folder = ''): PromptTexts {
  const textsOf = (language: Language): Texts => {
    const over = path.join(folder, `${language}.yaml`);
    return new Map(Object.entries({ ...shippedTexts(language), ...understood(own[language], over) }));
  };
  return { uk: textsOf('uk'), ru: textsOf('ru'), en: textsOf('en') };
}

/** Read once: only a new Holos brings others. */
const readOnce: Partial<Record<Language, Record<string, string>>> = {};

function shippedTexts(language: Language): Record<string, string> {
  const name = path.join(shipped, `${language}.yaml`);
  readOnce[language] ??= understood(read(name), name);
  return readOnce[language];
}

/** Every key that any language has, in the order of the files. */
export function keysOf(texts: PromptTexts): string[] {
  return [...new Set(languages.flatMap((language) => [...texts[language].keys()]))];
}

function read(name: string): string {
  try {
    return readUtf8(readFileSync(name));
  } catch (error) {
    const why = error instanceof NotUtf8 ? `line ${error.line}: ${error.message}` : codeOf(error);
    throw unreadable(name, why, error);
  }
}

function understood(text: string | undefined, name: string): Record<string, string> {
  try {
    return file.parse(parse(text ?? '') ?? {});
  } catch (error) {
    throw unreadable(name, error instanceof z.ZodError ? z.prettifyError(error) : String(error), error);
  }
}

function unreadable(name: string, why: string, cause: unknown): HolosError {
  return new HolosError('speech.prompts-unreadable', `${name} cannot be used: ${why}`, { name }, cause);
}
