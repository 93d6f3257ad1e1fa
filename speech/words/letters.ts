import type { Language } from '../../config/company.ts';
import type { NumberWords } from './shape.ts';

/** What letters are called, in the order of the alphabet; those that are not here are called as they are written. */
const names: Record<Language, Readonly<Record<string, string>>> = {
  uk: named(
    'б бе в ве г ге ґ ґе д де ж же з зе й йот к ка л ел м ем н ен п пе р ер с ес т те ф еф х ха ц це ч че ш ша щ ща ь м’який_знак ы и э е ё йо',
  ),
  ru: named(
    'б бэ в вэ г гэ ґ гэ д дэ ж жэ з зэ й и_краткое к ка л эль м эм н эн п пэ р эр с эс т тэ ф эф х ха ц цэ ч че ш ша щ ща ь мягкий_знак ъ твёрдый_знак і и ї йи є е',
  ),
  en: {},
};

/** Latin letters and the Cyrillic ones that look the same: nobody sees which of them stands in "12-A". */
const lookalikes = 'a а b в c с e е h н i і k к m м o о p р t т x х y у';
const cyrillicLike = named(lookalikes);
const latinLike = named(lookalikes.split(' ').reverse().join(' '));

/** The Ukrainian alphabet in Latin letters, as the Cabinet of Ministers set it in 2010, with the Russian letters beside it. */
const latin: Readonly<Record<string, string>> = named(
  'а a б b в v г h ґ g д d е e є ie ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ю iu я ia ы y э e ё io',
);
const latinAtTheStart: Readonly<Record<string, string>> = named('є ye ї yi й y ю yu я ya ё yo');

/** The name of one letter: "б" is "бе", in English "B"; vowels are called as they sound. */
export function letterInWords(letter: string, language: Language): string {
  const small = letter.toLowerCase();
  if (language === 'en') return (latinLike[small] ?? latinised(small)).toUpperCase();
  const cyrillic = cyrillicLike[small] ?? small;
  return names[language][cyrillic] ?? cyrillic.toUpperCase();
}

/** Cyrillic words in Latin letters, for voices that would spell them out: "Хрещатик" is "Khreshchatyk". */
export function latinised(text: string): string {
  return text
    .replace(/[зЗ]г/g, (pair) => (pair[0] === 'З' ? 'Zgh' : 'zgh'))
    .replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, '')
    .replace(/[А-яҐґЄєІіЇїЁё]/g, (letter, at: number, whole: string) => {
      const small = letter.toLowerCase();
      const starts = at === 0 || !/\p{L}/u.test(whole[at - 1] ?? '');
      const written = (starts ? latinAtTheStart[small] : undefined) ?? latin[small] ?? '';
      return letter === small ? written : `${written.slice(0, 1).toUpperCase()}${written.slice(1)}`;
    });
}

/**
 * The number of a meter, sign by sign: "АВ-0785" is "а, ве, нуль, сім, вісім, п’ять". Hyphens and the like are left out.
 */
export function signsInWords(serial: string, language: Language, words: NumberWords): string {
  const signs = serial.match(/\d|\p{L}/gu) ?? [];
  return signs
    .map((sign) => (/\d/.test(sign) ? words.cardinal(Number(sign)) : letterInWords(sign, language)))
    .join(', ');
}

/** `named('б бе в ве')`: a name after each letter, `_` for a space in it. */
function named(pairs: string): Record<string, string> {
  const words = pairs.split(' ');
  const entries = words.flatMap((word, i) =>
    i % 2 === 0 ? [[word, words[i + 1]?.replaceAll('_', ' ') ?? '']] : [],
  );
  return Object.fromEntries(entries);
}
