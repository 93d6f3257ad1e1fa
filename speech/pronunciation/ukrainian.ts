import { ACUTE, isVowel, type StressList, stressedVowel } from './stress.ts';

/**
 * Ukrainian spelling into the phonemes of espeak-ng 1.51. Its own Ukrainian rules there are Russian ones in disguise: they
 * weaken "о" into "а", harden "ть" and put the stress at random. Given phonemes, it says what it is given.
 */

const APOSTROPHE = '’';
const vowels: Record<string, string> = { а: 'A', е: 'E', и: 'I', і: 'i', о: 'o', у: 'u' };
/** Vowels that soften the consonant before them, or begin with й. */
const iotated: Record<string, string> = { я: 'A', ю: 'u', є: 'E', ї: 'i' };
const consonants: Record<string, string> = {
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  ж: 'Z',
  з: 'z',
  й: 'j',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  п: 'p',
  р: 'R',
  с: 's',
  т: 't',
  ф: 'f',
  х: 'x',
  ц: 'ts',
  ч: 'tS',
  ш: 'S',
  щ: 'StS',
  // Written дз and дж, each one sound; joined into these letters before the word is read.
  ѕ: 'dz',
  џ: 'dZ',
};
/** These are softened by a following і, and by a following soft one of their kind: "відпові[с']ть". */
const dentals = 'дтзсцнлѕ';

/** Signs that make a pause or a tone. Others, a quotation mark say, make espeak-ng leave out the phonemes after them. */
const melody = /[^\p{L}\p{N}\s.,!?:;—…]/gu;

/** "Дванадцять А": a capital letter by itself, in the middle of a sentence, is the name of a vowel, not "and". */
const nameOfVowel = /(?<=\p{Ll}[:, ]{1,2})[АЕЄИІЇОУЮЯ](?!\p{L})/gu;

/** Every Ukrainian word of the text as phonemes in double brackets; words in other letters stay. */
export function ukrainianPhonemes(text: string, stress: StressList): string {
  return text
    .replace(nameOfVowel, `$&${ACUTE}`)
    .toLowerCase()
    .replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, APOSTROPHE)
    .replace(melody, (sign) => (sign === APOSTROPHE || sign === ACUTE ? sign : ' '))
    .replace(/[а-яґєії][а-яґєії’]*\u0301?/g, (word) => {
      const letters = word.replace(ACUTE, '');
      return ` [[${phonemesOf(letters, letters === word ? stressedVowel(word, stress) : 0)}]]`;
    })
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,!?:;])/g, '')
    .trim();
}

function phonemesOf(word: string, stressed: number): string {
  const letters = [
    ...word
      .replace(/ться$/, 'цця')
      // In від-, над-, під- the д belongs to the prefix: "від-значити".
      .replace(/(?<!^(?:ві|на|пі))дз/g, 'ѕ')
      .replace(/(?<!^(?:ві|на|пі))дж/g, 'џ'),
  ];
  let vowel = -1;
  return letters
    .map((letter, i) => {
      if (!isVowel(letter)) return consonantAt(letters, i);
      vowel++;
      const before = letters[i - 1];
      const sound = vowels[letter] ?? iotated[letter] ?? '';
      const follows = before !== undefined && before in consonants && before !== 'й';
      const glide = letter in iotated && (letter === 'ї' || !follows) ? 'j' : '';
      if (vowel === stressed) return `${glide}'${sound}`;
      return glide + (sound === 'E' ? 'e' : sound);
    })
    .join('');
}

function consonantAt(letters: readonly string[], i: number): string {
  const letter = letters[i] ?? '';
  const next = letters[i + 1];
  if (letter === 'в') return next !== undefined && (isVowel(next) || next === 'ь') ? 'v' : 'w';
  return `${consonants[letter] ?? ''}${isSoft(letters, i) ? ';' : ''}`;
}

function isSoft(letters: readonly string[], i: number): boolean {
  const letter = letters[i] ?? '';
  const next = letters[i + 1] ?? '';
  if (!(letter in consonants) || letter === 'й') return false;
  if (next === 'ь' || next === 'я' || next === 'ю' || next === 'є') return true;
  if (!dentals.includes(letter)) return false;
  return next === 'і' || (letter !== 'л' && dentals.includes(next) && next !== 'л' && isSoft(letters, i + 1));
}
