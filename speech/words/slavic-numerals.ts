import { slavicForm } from './plural.ts';
import {
  type Gender,
  type GrammaticalCase,
  LARGEST_CARDINAL,
  LARGEST_ORDINAL,
  mustBeWhole,
} from './shape.ts';
import type { Declined, NumeralTables, OrdinalForm } from './slavic-tables.ts';

export function cardinal(
  tables: NumeralTables,
  value: number,
  gender: Gender = 'masculine',
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  mustBeWhole(value, 0, LARGEST_CARDINAL);
  if (value === 0) return inCase(tables.zero, grammaticalCase);
  const words: string[] = [];
  for (let power = tables.scales.length; power > 0; power--) {
    const scale = tables.scales[power - 1];
    const count = Math.floor(value / 1000 ** power) % 1000;
    if (!scale || count === 0) continue;
    words.push(...belowThousand(tables, count, scale.gender, grammaticalCase));
    words.push(slavicForm(count, scale.forms[grammaticalCase]));
  }
  words.push(...belowThousand(tables, value % 1000, gender, grammaticalCase));
  return words.join(' ');
}

/** Only the last word of an ordinal is one: "сто двадцять перша", "один мільйон двадцятип’ятитисячний". */
export function ordinal(tables: NumeralTables, value: number, form: OrdinalForm): string {
  mustBeWhole(value, 0, LARGEST_ORDINAL);
  const { small, tens, hundreds, scales } = tables.ordinals;
  const lastThree = value % 1000;
  const lastTwo = value % 100;
  const tail = lastTwo < 20 ? lastTwo : lastTwo % 10;
  let counted = lastThree;
  let last: string | undefined;
  if (tail > 0 || value === 0) [counted, last] = [tail, small[tail]];
  else if (lastTwo > 0) [counted, last] = [lastTwo, tens[lastTwo / 10 - 2]];
  else if (lastThree > 0) last = hundreds[lastThree / 100 - 1];
  else [counted, last] = roundThousands(tables, value, scales);
  const head = value - counted;
  const endings = tail === 3 ? tables.ordinals.third : tables.ordinals.usual;
  const declined = form === 'masculine' ? last : `${last?.slice(0, -2)}${endings[form]}`;
  return head > 0 ? `${cardinal(tables, head)} ${declined}` : `${declined}`;
}

/**
 * The number as the beginning of a longer word: 25 in "двадцятип’ятитисячний". Of a large one only the end is joined:
 * "тисяча п’ятисотріччя", but "двохтисячоріччя".
 */
export function stem(tables: NumeralTables, value: number): string {
  if (value >= 1000) return stemOfLarge(tables, value);
  const words = cardinal(tables, value, 'masculine', 'genitive').split(' ');
  return words.map((word) => tables.stems[word] ?? word).join('');
}

function stemOfLarge(tables: NumeralTables, value: number): string {
  const rest = value % 1000;
  const [counted, last] =
    rest > 0 ? [rest, stem(tables, rest)] : roundThousands(tables, value, tables.scaleStems);
  const head = value - counted;
  if (head === 0) return last;
  // Nobody says "one thousand" here.
  const thousand = head === 1000 ? tables.scales[0]?.forms.nominative[0] : undefined;
  return `${thousand ?? cardinal(tables, head)} ${last}`;
}

/** How many of a round number its last word stands for, and that word: what is counted and, of `scales`, thousands or millions, in one. */
function roundThousands(
  tables: NumeralTables,
  value: number,
  scales: readonly string[],
): readonly [counted: number, word: string] {
  const power = value % 1_000_000 > 0 ? 1 : 2;
  const count = (value / 1000 ** power) % 1000;
  return [count * 1000 ** power, `${count === 1 ? '' : stem(tables, count)}${scales[power - 1]}`];
}

export function ordinalForm(gender: Gender, grammaticalCase: GrammaticalCase): OrdinalForm {
  if (gender === 'feminine') {
    if (grammaticalCase === 'genitive') return 'feminineGenitive';
    return grammaticalCase === 'accusative' ? 'feminineAccusative' : 'feminine';
  }
  return grammaticalCase === 'genitive' ? 'genitive' : gender;
}

function belowThousand(
  tables: NumeralTables,
  value: number,
  gender: Gender,
  grammaticalCase: GrammaticalCase,
): string[] {
  const lastTwo = value % 100;
  const last = lastTwo < 20 ? lastTwo : lastTwo % 10;
  const parts = [
    tables.hundreds[Math.floor(value / 100) - 1],
    lastTwo < 20 ? undefined : tables.tens[Math.floor(lastTwo / 10) - 2],
    last === 1 ? tables.one[gender] : last === 2 ? tables.two[gender] : tables.small[last - 3],
  ];
  return parts.filter((part) => part !== undefined).map((part) => inCase(part, grammaticalCase));
}

function inCase(declined: Declined, grammaticalCase: GrammaticalCase): string {
  const [nominative = '', genitive = nominative, accusative = nominative] = declined.split('|');
  if (grammaticalCase === 'genitive') return genitive;
  return grammaticalCase === 'accusative' ? accusative : nominative;
}
