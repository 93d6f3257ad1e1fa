import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressInWords } from './address.ts';
import { latinised, signsInWords } from './letters.ts';
import { wordsOf } from './words.ts';

const said = (address: string, language: 'uk' | 'ru' | 'en' = 'uk') =>
  addressInWords(address, language, wordsOf(language));

describe('addresses in Ukrainian', () => {
  test.each([
    ['вул. Галицька, 67а, кв. 48', 'вулиця Галицька, будинок шістдесят сім А, квартира сорок вісім'],
    ['Галицька, 67-А', 'вулиця Галицька, будинок шістдесят сім А'],
    ['вул.Шевченка 12-Б кв.5', 'вулиця Шевченка, будинок дванадцять бе, квартира п’ять'],
    ['просп. Незалежності, 5/7', 'проспект Незалежності, будинок п’ять дріб сім'],
    ['пр-т Миру, 5-7', 'проспект Миру, будинок п’ять тире сім'],
    [
      'Майдан Незалежності, буд. 1, корп. 2, під. 3',
      'майдан Незалежності, будинок один, корпус два, під’їзд три',
    ],
    ["пров. Тихий, 3, під'їзд 2, пов. 4", 'провулок Тихий, будинок три, під’їзд два, поверх чотири'],
    ['Калуське шосе, 5', 'Калуське шосе, будинок п’ять'],
    ['Набережна вул., 4', 'Набережна вулиця, будинок чотири'],
    ['вул. Набережна, 4', 'вулиця Набережна, будинок чотири'],
    ['Набережна ім. В. Стефаника, 3', 'набережна імені ве Стефаника, будинок три'],
    ['вул. 24 Серпня, 2', 'вулиця двадцять четвертого Серпня, будинок два'],
    ['вул. 8-го Березня 5', 'вулиця восьмого Березня, будинок п’ять'],
    ['2-га Лінія, 7', 'друга лінія, будинок сім'],
    ['1-й пров. Польовий, 9', 'перший провулок Польовий, будинок дев’ять'],
    ['вул. 700-річчя Черкас, 100', 'вулиця семисотріччя Черкас, будинок сто'],
    ['вул. 1000-річчя Хрещення, 4', 'вулиця тисячоріччя Хрещення, будинок чотири'],
    ['вул. 1500-річчя Києва, 2', 'вулиця тисяча п’ятисотріччя Києва, будинок два'],
    ['вул. 2000-ліття Херсонеса', 'вулиця двохтисячоліття Херсонеса'],
    ['мкр. 5, 12', 'мікрорайон п’ять, будинок дванадцять'],
    ['м. Черкаси, бульв. Шевченка, 200', 'місто Черкаси, бульвар Шевченка, будинок двісті'],
    ['ул. Пушкина, д. 3, кв. 7', 'вулиця Пушкина, будинок три, квартира сім'],
    ['Шевченка', 'Шевченка'],
    ['С. Бандери, 5', 'вулиця ес Бандери, будинок п’ять'],
    ['М.Грушевського 12', 'вулиця ем Грушевського, будинок дванадцять'],
    ['вул. М. С. Грушевського, 12', 'вулиця ем ес Грушевського, будинок дванадцять'],
    ['Г. Сковороди', 'ге Сковороди'],
    ['м. Черкаси, Ш. Алейхема, 3', 'місто Черкаси, ша Алейхема, будинок три'],
    ['с. Сокирне, вул. С. Бандери, 5', 'село Сокирне, вулиця ес Бандери, будинок п’ять'],
  ])('%s', (address, words) => {
    expect(said(address)).toBe(words);
  });
});

test('the words around the names are in the caller’s language', () => {
  expect(said('вул. Галицька, 67а, кв. 48', 'ru')).toBe(
    'улица Галицька, дом шестьдесят семь А, квартира сорок восемь',
  );
  expect(said('ул. 1000-летия Крещения, 4', 'ru')).toBe('улица тысячелетия Крещения, дом четыре');
  expect(said('ул. 1500-летия Киева', 'ru')).toBe('улица тысяча пятисотлетия Киева');
  expect(said('ул. 2500-летия Керчи', 'ru')).toBe('улица две тысячи пятисотлетия Керчи');
  expect(said('просп. Незалежності, 5/7, під’їзд 2', 'en')).toBe(
    'Nezalezhnosti Avenue, house five stroke seven, entrance two',
  );
  expect(said('Набережна імені В. Стефаника, 3в', 'en')).toBe('V Stefanyka Embankment, house three B');
  expect(said('мкр. 5, 12', 'en')).toBe('District five, house twelve');
});

test.each([
  ['С. Бандери, 5', 'улица эс Бандери, дом пять', 'S Bandery Street, house five'],
  ['М. Грушевського', 'эм Грушевського', 'M Hrushevskoho'],
  [
    'г. Черкассы, Г. Сковороды, 3',
    'город Черкассы, гэ Сковороды, дом три',
    'Cherkassy, H Skovorody, house three',
  ],
  ['ш. Київське, 3', 'шоссе Київське, дом три', 'Kyivske Highway, house three'],
  ['Ш. Алейхема, 3', 'улица ша Алейхема, дом три', 'Sh Aleikhema Street, house three'],
])('a capital letter with a full stop is an initial, and no noun of a place: %s', (address, ru, en) => {
  expect([said(address, 'ru'), said(address, 'en')]).toEqual([ru, en]);
});

test('whatever is written, no numeral is left for the engine, and nothing Cyrillic in English', () => {
  const piece = fc.constantFrom(
    ...[
      'вул.',
      'просп.',
      'кв.',
      'буд',
      'Шевченка',
      'Лесі',
      'а',
      'Б',
      '12',
      '007',
      '-',
      '/',
      ',',
      ' ',
      '.',
      'й',
      'річчя',
      '’',
      'II',
    ],
  );
  const address = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(address, fc.string()), (written) => {
      expect(said(written)).not.toMatch(/\d/);
      expect(said(written, 'ru')).not.toMatch(/\d/);
      expect(said(written, 'en')).not.toMatch(/[\dа-яіїєґ]/i);
    }),
    { numRuns: 2_000 },
  );
});

test('Latin letters as the Cabinet of Ministers set them', () => {
  const examples =
    'Алушта Згурський Єнакієве Їжакевич Йосипівка Стрий Юрій Яготин Знам’янка Щербухи Хмельницький Ґалаґан';
  expect(latinised(examples)).toBe(
    'Alushta Zghurskyi Yenakiieve Yizhakevych Yosypivka Stryi Yurii Yahotyn Znamianka Shcherbukhy Khmelnytskyi Galagan',
  );
});

test('numbers of meters, sign by sign', () => {
  const meter = (serial: string, language: 'uk' | 'ru' | 'en') =>
    signsInWords(serial, language, wordsOf(language));
  expect(meter('АВ-0785', 'uk')).toBe('А, ве, нуль, сім, вісім, п’ять');
  // It looks the same in Latin letters, and in English it is called as it looks.
  expect(meter('AB-0785', 'uk')).toBe(meter('АВ-0785', 'uk'));
  expect(meter('АВ-0785', 'en')).toBe('A, B, zero, seven, eight, five');
  expect(meter('04Й', 'ru')).toBe('ноль, четыре, и краткое');
});
