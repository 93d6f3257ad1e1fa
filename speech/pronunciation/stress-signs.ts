import { ACUTE, isVowel, type StressList, ukrainianStress } from './stress.ts';

let known: StressList | undefined;

/** A Ukrainian text as a reader is helped: a sign after the stressed vowel of every word that the list has. */
export function withStress(text: string): string {
  known ??= ukrainianStress().list;
  const list = known;
  return text.replace(/[\p{L}’]+/gu, (word) => {
    const stressed = list.get(word.toLowerCase());
    const vowels = [...word.toLowerCase()].filter(isVowel).length;
    if (stressed === undefined || stressed < 0 || vowels < 2) return word;
    let seen = -1;
    return [...word]
      .map((letter) => (isVowel(letter.toLowerCase()) && ++seen === stressed ? letter + ACUTE : letter))
      .join('');
  });
}
