import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Language, languages } from '../config/company.ts';
import { HolosError } from '../errors.ts';

/** The texts of one language, by key. */
export type Texts = ReadonlyMap<string, string>;
export type PromptTexts = Readonly<Record<Language, Texts>>;

const shipped = path.join(import.meta.dirname, 'prompts');
const key = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'a key is small letters and digits with dots and hyphens between');
const file = z.record(key, z.string().min(1));

/**
 * The prompts that come with Holos, and over them those of the installation: `<folder>/uk.yaml`, `ru.yaml`, `en.yaml`
 * may change a text or add one (a greeting of its own, say).
 * @throws HolosError `speech.prompts-unreadable` naming the file and what is wrong in it
 */
export function readPrompts(folder?: string): PromptTexts {
  const read = (language: Language): Texts => {
    const own = folder === undefined ? {} : readFile(path.join(folder, `${language}.yaml`), true);
    return new Map(Object.entries({ ...readFile(path.join(shipped, `${language}.yaml`)), ...own }));
  };
  return { uk: read('uk'), ru: read('ru'), en: read('en') };
}

/** Every key that any language has, in the order of the files. */
export function keysOf(texts: PromptTexts): string[] {
  return [...new Set(languages.flatMap((language) => [...texts[language].keys()]))];
}

function readFile(name: string, mayBeMissing = false): Record<string, string> {
  if (mayBeMissing && !existsSync(name)) return {};
  try {
    return file.parse(parse(readFileSync(name, 'utf8')) ?? {});
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new HolosError('speech.prompts-unreadable', `${name} cannot be used: ${why}`, { name }, error);
  }
}
