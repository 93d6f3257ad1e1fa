/** For tests: from English words back to numbers. */
const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety';
const ordinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';

const values = new Map([
  ...small.split(' ').map((word, i) => [word, i] as const),
  ...tens.split(' ').map((word, i) => [word, (i + 2) * 10] as const),
]);

/** @throws Error when a word is no part of a number */
export function readEnglish(words: string): number {
  let total = 0;
  let group = 0;
  for (const word of words.split(/[ -]/)) {
    if (word === 'and') continue;
    if (word === 'hundred') group *= 100;
    else if (word === 'thousand' || word === 'million') {
      total += group * (word === 'million' ? 1_000_000 : 1000);
      group = 0;
    } else {
      const value = values.get(word);
      if (value === undefined) throw new Error(`"${word}" in "${words}" is no part of a number`);
      group += value;
    }
  }
  return total + group;
}

export function readEnglishOrdinal(words: string): number {
  const last = words.split(/[ -]/).at(-1) ?? '';
  const at = ordinals.split(' ').indexOf(last);
  const cardinal =
    at >= 0
      ? (small.split(' ')[at] ?? '')
      : last.replace(/ieth$/, 'y').replace(/(hundred|thousand|million)th$/, '$1');
  if (at < 0 && cardinal === last) throw new Error(`"${words}" is no ordinal`);
  return readEnglish(`${words.slice(0, -last.length)}${cardinal}`);
}
