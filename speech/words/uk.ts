import { type ClockTime, isEnd, type Moment } from './shape.ts';
import { countedNoun, type SlavicGrammar, type SlavicTables } from './slavic-tables.ts';

export const ukrainian: SlavicTables = {
  zero: 'нуль|нуля',
  one: { masculine: 'один|одного', feminine: 'одна|однієї|одну', neuter: 'одне|одного' },
  two: { masculine: 'два|двох', feminine: 'дві|двох', neuter: 'два|двох' },
  small: [
    'три|трьох',
    'чотири|чотирьох',
    'п’ять|п’яти',
    'шість|шести',
    'сім|семи',
    'вісім|восьми',
    'дев’ять|дев’яти',
    'десять|десяти',
    'одинадцять|одинадцяти',
    'дванадцять|дванадцяти',
    'тринадцять|тринадцяти',
    'чотирнадцять|чотирнадцяти',
    'п’ятнадцять|п’ятнадцяти',
    'шістнадцять|шістнадцяти',
    'сімнадцять|сімнадцяти',
    'вісімнадцять|вісімнадцяти',
    'дев’ятнадцять|дев’ятнадцяти',
  ],
  tens: [
    'двадцять|двадцяти',
    'тридцять|тридцяти',
    'сорок|сорока',
    'п’ятдесят|п’ятдесяти',
    'шістдесят|шістдесяти',
    'сімдесят|сімдесяти',
    'вісімдесят|вісімдесяти',
    'дев’яносто|дев’яноста',
  ],
  hundreds: [
    'сто|ста',
    'двісті|двохсот',
    'триста|трьохсот',
    'чотириста|чотирьохсот',
    'п’ятсот|п’ятисот',
    'шістсот|шестисот',
    'сімсот|семисот',
    'вісімсот|восьмисот',
    'дев’ятсот|дев’ятисот',
  ],
  scales: [
    countedNoun('feminine', 'тисяча|тисячі|тисяч', 'тисячі|тисяч', 'тисячу'),
    countedNoun('masculine', 'мільйон|мільйони|мільйонів', 'мільйона|мільйонів'),
    countedNoun('masculine', 'мільярд|мільярди|мільярдів', 'мільярда|мільярдів'),
  ],
  ordinals: {
    small: [
      'нульовий',
      'перший',
      'другий',
      'третій',
      'четвертий',
      'п’ятий',
      'шостий',
      'сьомий',
      'восьмий',
      'дев’ятий',
      'десятий',
      'одинадцятий',
      'дванадцятий',
      'тринадцятий',
      'чотирнадцятий',
      'п’ятнадцятий',
      'шістнадцятий',
      'сімнадцятий',
      'вісімнадцятий',
      'дев’ятнадцятий',
    ],
    tens: [
      'двадцятий',
      'тридцятий',
      'сороковий',
      'п’ятдесятий',
      'шістдесятий',
      'сімдесятий',
      'вісімдесятий',
      'дев’яностий',
    ],
    hundreds: [
      'сотий',
      'двохсотий',
      'трьохсотий',
      'чотирьохсотий',
      'п’ятисотий',
      'шестисотий',
      'семисотий',
      'восьмисотий',
      'дев’ятисотий',
    ],
    scales: ['тисячний', 'мільйонний'],
    usual: {
      feminine: 'а',
      neuter: 'е',
      genitive: 'ого',
      feminineGenitive: 'ої',
      feminineAccusative: 'у',
      feminineLocative: 'ій',
    },
    third: {
      feminine: 'я',
      neuter: 'є',
      genitive: 'ього',
      feminineGenitive: 'ьої',
      feminineAccusative: 'ю',
      feminineLocative: 'ій',
    },
  },
  stems: { одного: 'одно', ста: 'сто', 'дев’яноста': 'дев’яносто' },
  scaleStems: ['тисячо', 'мільйоно'],
  hryvnia: countedNoun('feminine', 'гривня|гривні|гривень', 'гривні|гривень', 'гривню'),
  kopeck: countedNoun('feminine', 'копійка|копійки|копійок', 'копійки|копійок', 'копійку'),
  day: countedNoun('masculine', 'день|дні|днів', 'дня|днів'),
  hour: countedNoun('feminine', 'година|години|годин', 'години|годин', 'годину'),
  minute: countedNoun('feminine', 'хвилина|хвилини|хвилин', 'хвилини|хвилин', 'хвилину'),
  units: {
    cubicMetre: countedNoun('masculine', 'кубометр|кубометри|кубометрів', 'кубометра|кубометрів'),
    kilowattHour: countedNoun(
      'feminine',
      'кіловат-година|кіловат-години|кіловат-годин',
      'кіловат-години|кіловат-годин',
      'кіловат-годину',
    ),
    gigacalorie: countedNoun(
      'feminine',
      'гігакалорія|гігакалорії|гігакалорій',
      'гігакалорії|гігакалорій',
      'гігакалорію',
    ),
  },
  whole: ['ціла', 'цілих', 'цілих'],
  fractions: [
    ['десята', 'десятих', 'десятих'],
    ['сота', 'сотих', 'сотих'],
    ['тисячна', 'тисячних', 'тисячних'],
  ],
  months: [
    'січня',
    'лютого',
    'березня',
    'квітня',
    'травня',
    'червня',
    'липня',
    'серпня',
    'вересня',
    'жовтня',
    'листопада',
    'грудня',
  ],
  ofYear: 'року',
  /** "З другого", but "із сьомого". */
  from: (words) => `${/^[зсцчшщ]/.test(words) ? 'із' : 'з'} ${words}`,
  until: 'до',
  time,
  point: 'кома',
  star: 'зірочку',
  hash: 'решітку',
};

/**
 * "О п’ятнадцятій тридцять", but "о п’ятнадцятій годині п’ять хвилин"; only before the vowel of "одинадцятій" it is "об".
 * After "до" and "з" hours and minutes stand in the genitive.
 */
function time(
  { hour, minute }: ClockTime,
  moment: Moment,
  { cardinal, ordinal, counted }: SlavicGrammar,
): string {
  const midnight = hour === 0 && minute === 0;
  if (moment !== 'at') {
    const minutes = minute === 0 ? '' : ` ${counted(minute, ukrainian.minute, 'genitive')}`;
    const words = midnight ? 'опівночі' : `${ordinal(hour, 'feminineGenitive')} години${minutes}`;
    return isEnd(moment) ? `${ukrainian.until} ${words}` : ukrainian.from(words);
  }
  if (midnight) return 'опівночі';
  const at = `${hour === 11 ? 'об' : 'о'} ${ordinal(hour, 'feminineLocative')}`;
  if (minute === 0) return `${at} годині`;
  return minute < 10
    ? `${at} годині ${counted(minute, ukrainian.minute)}`
    : `${at} ${cardinal(minute, 'feminine')}`;
}
