import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Put after the stressed vowel. */
export const ACUTE = '\u0301';

/** The word, and which of its vowels is stressed, counted from 0; -1 when none is. */
export type StressList = ReadonlyMap<string, number>;

export const isVowel = (letter: string): boolean => 'аеєиіїоуюя'.includes(letter);

/** Reads `кно́п(ка ки ок)` as кно́пка, кно́пки, кно́пок. Lines that begin with # are for people. */
export function readStressList(text: string): StressList {
  const entries = text
    .replace(/^#.*$/gm, '')
    .replace(/([^\s(]*)\(([^)]*)\)/g, (_all, stem: string, endings: string) =>
      endings
        .trim()
        .split(/\s+/)
        .map((ending) => stem + ending)
        .join(' '),
    )
    .trim()
    .split(/\s+/);
  return new Map(entries.map((entry) => [entry.replace(ACUTE, ''), stressIn(entry)]));
}

/** Shorter endings are grammar, and tell nothing about the stress. */
const SHORTEST_TAIL = 6;

/**
 * Which vowel of the word is stressed. A joined word takes the stress of its last part ("двадцятип’яти-ти́сячний"),
 * a name in -ського or -цького that of the vowel before, and any other unknown word that of the last vowel but one.
 */
export function stressedVowel(word: string, list: StressList): number {
  const vowels = (part: string) => [...part].filter(isVowel).length;
  for (let start = 0; start <= word.length - SHORTEST_TAIL || start === 0; start++) {
    const listed = list.get(word.slice(start));
    if (listed !== undefined && (listed >= 0 || start === 0)) return listed + vowels(word.slice(0, start));
  }
  return Math.max(0, vowels(word) - (/[сцз]ького$/.test(word) ? 3 : 2));
}

/** The stress list of Ukrainian that comes with Holos, and its text (kept sounds depend on it). */
export function ukrainianStress(): { list: StressList; text: string } {
  const text = readFileSync(path.join(import.meta.dirname, 'uk-stress.txt'), 'utf8');
  return { list: readStressList(text), text };
}

function stressIn(entry: string): number {
  const before = entry.indexOf(ACUTE);
  return [...entry.slice(0, Math.max(0, before))].filter(isVowel).length - 1;
}
