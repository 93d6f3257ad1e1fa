import type { Language } from '../../config/company.ts';

/** A word that stands in addresses: how people write it, and how it is said in each language. */
export interface AddressNoun extends Readonly<Record<Language, string>> {
  /** In small letters, without the full stop; what is one letter long needs a full stop in the address, and to be a small letter there. */
  readonly written: string;
}

/** They stand before or after a name; in English a town is called by its name alone. Abbreviations may be Ukrainian, Russian or English. */
const named: readonly AddressNoun[] = [
  { written: 'вул вулиця ул улица street st', uk: 'вулиця', ru: 'улица', en: 'Street' },
  { written: 'просп пр пр-т проспект avenue ave', uk: 'проспект', ru: 'проспект', en: 'Avenue' },
  { written: 'пров провулок пер переулок lane', uk: 'провулок', ru: 'переулок', en: 'Lane' },
  { written: 'бульв бул б-р бульвар boulevard', uk: 'бульвар', ru: 'бульвар', en: 'Boulevard' },
  { written: 'пл площа площадь square', uk: 'площа', ru: 'площадь', en: 'Square' },
  { written: 'майд майдан', uk: 'майдан', ru: 'майдан', en: 'Square' },
  { written: 'наб набережна набережная', uk: 'набережна', ru: 'набережная', en: 'Embankment' },
  { written: 'ш шосе шоссе', uk: 'шосе', ru: 'шоссе', en: 'Highway' },
  { written: 'узв узвіз спуск', uk: 'узвіз', ru: 'спуск', en: 'Descent' },
  { written: 'пр-д проїзд проезд', uk: 'проїзд', ru: 'проезд', en: 'Passage' },
  { written: 'туп тупик', uk: 'тупик', ru: 'тупик', en: 'Close' },
  { written: 'ал алея аллея', uk: 'алея', ru: 'аллея', en: 'Alley' },
  { written: 'кв-л квартал', uk: 'квартал', ru: 'квартал', en: 'Quarter' },
  { written: 'м-н мкр мкрн мікрорайон микрорайон', uk: 'мікрорайон', ru: 'микрорайон', en: 'District' },
  { written: 'лінія линия line', uk: 'лінія', ru: 'линия', en: 'Line' },
  { written: 'м місто г город', uk: 'місто', ru: 'город', en: '' },
  { written: 'смт сел селище пос посёлок', uk: 'селище', ru: 'посёлок', en: '' },
  { written: 'с село', uk: 'село', ru: 'село', en: '' },
];

/** They stand before a number. */
const numbered: readonly AddressNoun[] = [
  { written: 'буд будинок д дом house', uk: 'будинок', ru: 'дом', en: 'house' },
  { written: 'корп корпус к block', uk: 'корпус', ru: 'корпус', en: 'block' },
  { written: 'під п під’їзд подъезд entrance', uk: 'під’їзд', ru: 'подъезд', en: 'entrance' },
  { written: 'пов поверх эт этаж floor', uk: 'поверх', ru: 'этаж', en: 'floor' },
  { written: 'кв квартира flat', uk: 'квартира', ru: 'квартира', en: 'flat' },
  { written: 'оф офіс офис office', uk: 'офіс', ru: 'офис', en: 'office' },
  { written: 'кім кімната ком комната room', uk: 'кімната', ru: 'комната', en: 'room' },
];

export const namedNouns = byWriting(named);
export const numberedNouns = byWriting(numbered);
/** The noun for a number that has none: "вул. Галицька, 67а". */
export const houseNoun: Readonly<Record<Language, string>> = { uk: 'будинок', ru: 'дом', en: 'house' };
/** "5/7" is "п’ять дріб сім", and "5-7" "п’ять тире сім". */
export const stroke: Readonly<Record<Language, string>> = { uk: 'дріб', ru: 'дробь', en: 'stroke' };
export const dash: Readonly<Record<Language, string>> = { uk: 'тире', ru: 'тире', en: 'dash' };

/** "Імені" and its abbreviations: of a street named after somebody. English leaves it out. */
export const inHonourOf: Readonly<Record<Language, string>> = { uk: 'імені', ru: 'имени', en: '' };

function byWriting(nouns: readonly AddressNoun[]): ReadonlyMap<string, AddressNoun> {
  return new Map(nouns.flatMap((noun) => noun.written.split(' ').map((word) => [word, noun] as const)));
}
