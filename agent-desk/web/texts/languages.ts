import { en } from './en.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

export type TextKey = keyof typeof uk;
export type Texts = Record<TextKey, string>;

export const languages = { uk, ru, en } satisfies Record<string, Texts>;

/** Whether a word that came from the server has a text of this name: `outcome.busy` of `busy`. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(uk, key);
}
