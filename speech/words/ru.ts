import type { ClockTime, Moment } from './shape.ts';
import { countedNoun, type SlavicGrammar, type SlavicTables } from './slavic-tables.ts';

export const russian: SlavicTables = {
  zero: 'ноль|ноля',
  one: { masculine: 'один|одного', feminine: 'одна|одной|одну', neuter: 'одно|одного' },
  two: { masculine: 'два|двух', feminine: 'две|двух', neuter: 'два|двух' },
  small: [
    'три|трёх',
    'четыре|четырёх',
    'пять|пяти',
    'шесть|шести',
    'семь|семи',
    'восемь|восьми',
    'девять|девяти',
    'десять|десяти',
    'одиннадцать|одиннадцати',
    'двенадцать|двенадцати',
    'тринадцать|тринадцати',
    'четырнадцать|четырнадцати',
    'пятнадцать|пятнадцати',
    'шестнадцать|шестнадцати',
    'семнадцать|семнадцати',
    'восемнадцать|восемнадцати',
    'девятнадцать|девятнадцати',
  ],
  tens: [
    'двадцать|двадцати',
    'тридцать|тридцати',
    'сорок|сорока',
    'пятьдесят|пятидесяти',
    'шестьдесят|шестидесяти',
    'семьдесят|семидесяти',
    'восемьдесят|восьмидесяти',
    'девяносто|девяноста',
  ],
  hundreds: [
    'сто|ста',
    'двести|двухсот',
    'триста|трёхсот',
    'четыреста|четырёхсот',
    'пятьсот|пятисот',
    'шестьсот|шестисот',
    'семьсот|семисот',
    'восемьсот|восьмисот',
    'девятьсот|девятисот',
  ],
  scales: [
    countedNoun('feminine', 'тысяча|тысячи|тысяч', 'тысячи|тысяч', 'тысячу'),
    countedNoun('masculine', 'миллион|миллиона|миллионов', 'миллиона|миллионов'),
    countedNoun('masculine', 'миллиард|миллиарда|миллиардов', 'миллиарда|миллиардов'),
  ],
  ordinals: {
    small: [
      'нулевой',
      'первый',
      'второй',
      'третий',
      'четвёртый',
      'пятый',
      'шестой',
      'седьмой',
      'восьмой',
      'девятый',
      'десятый',
      'одиннадцатый',
      'двенадцатый',
      'тринадцатый',
      'четырнадцатый',
      'пятнадцатый',
      'шестнадцатый',
      'семнадцатый',
      'восемнадцатый',
      'девятнадцатый',
    ],
    tens: [
      'двадцатый',
      'тридцатый',
      'сороковой',
      'пятидесятый',
      'шестидесятый',
      'семидесятый',
      'восьмидесятый',
      'девяностый',
    ],
    hundreds: [
      'сотый',
      'двухсотый',
      'трёхсотый',
      'четырёхсотый',
      'пятисотый',
      'шестисотый',
      'семисотый',
      'восьмисотый',
      'девятисотый',
    ],
    scales: ['тысячный', 'миллионный'],
    usual: {
      feminine: 'ая',
      neuter: 'ое',
      genitive: 'ого',
      feminineGenitive: 'ой',
      feminineAccusative: 'ую',
      feminineLocative: 'ой',
    },
    third: {
      feminine: 'ья',
      neuter: 'ье',
      genitive: 'ьего',
      feminineGenitive: 'ьей',
      feminineAccusative: 'ью',
      feminineLocative: 'ьей',
    },
  },
  stems: { одного: 'одно', ста: 'сто', девяноста: 'девяносто' },
  hryvnia: countedNoun('feminine', 'гривна|гривны|гривен', 'гривны|гривен', 'гривну'),
  kopeck: countedNoun('feminine', 'копейка|копейки|копеек', 'копейки|копеек', 'копейку'),
  day: countedNoun('masculine', 'день|дня|дней', 'дня|дней'),
  hour: countedNoun('masculine', 'час|часа|часов', 'часа|часов'),
  minute: countedNoun('feminine', 'минута|минуты|минут', 'минуты|минут', 'минуту'),
  units: {
    cubicMetre: countedNoun('masculine', 'кубометр|кубометра|кубометров', 'кубометра|кубометров'),
    kilowattHour: countedNoun(
      'masculine',
      'киловатт-час|киловатт-часа|киловатт-часов',
      'киловатт-часа|киловатт-часов',
    ),
    gigacalorie: countedNoun(
      'feminine',
      'гигакалория|гигакалории|гигакалорий',
      'гигакалории|гигакалорий',
      'гигакалорию',
    ),
  },
  whole: ['целая', 'целых', 'целых'],
  fractions: [
    ['десятая', 'десятых', 'десятых'],
    ['сотая', 'сотых', 'сотых'],
    ['тысячная', 'тысячных', 'тысячных'],
  ],
  months: [
    'января',
    'февраля',
    'марта',
    'апреля',
    'мая',
    'июня',
    'июля',
    'августа',
    'сентября',
    'октября',
    'ноября',
    'декабря',
  ],
  ofYear: 'года',
  /** "С первого", but "со второго". */
  from: (words) => `${words.startsWith('втор') ? 'со' : 'с'} ${words}`,
  until: 'до',
  time,
  point: 'запятая',
  star: 'звёздочку',
  hash: 'решётку',
};

/** "В пятнадцать тридцать", but "в пятнадцать часов одну минуту": hours are counted. After "до" and "с" in the genitive. */
function time({ hour, minute }: ClockTime, moment: Moment, { cardinal, counted }: SlavicGrammar): string {
  const midnight = hour === 0 && minute === 0;
  if (moment !== 'at') {
    const minutes = minute === 0 ? '' : ` ${counted(minute, russian.minute, 'genitive')}`;
    const words = midnight ? 'полуночи' : `${counted(hour, russian.hour, 'genitive')}${minutes}`;
    return moment === 'until' ? `${russian.until} ${words}` : russian.from(words);
  }
  if (midnight) return 'в полночь';
  if (minute >= 10) return `в ${cardinal(hour)} ${cardinal(minute)}`;
  const at = `в ${counted(hour, russian.hour)}`;
  return minute === 0 ? at : `${at} ${counted(minute, russian.minute, 'accusative')}`;
}
