import { expect, test } from 'vitest';
import { compileMessage } from './message.ts';

const zone = 'Europe/Kyiv';

test('values are spoken in words, in the style the text asks for', () => {
  const line = compileMessage('Ваш дзвінок {position, ordinal} у черзі.', 'uk');
  expect(line.words({ position: 2 }, zone)).toBe('Ваш дзвінок другий у черзі.');
  const key = compileMessage('Натисніть {key, key}.', 'uk');
  expect([key.words({ key: '0' }, zone), key.words({ key: '*' }, zone)]).toEqual([
    'Натисніть нуль.',
    'Натисніть зірочку.',
  ]);
});

test('a number stays a string of digits, with its first zero', () => {
  expect(compileMessage('{number, digits}', 'en').words({ number: '0104' }, zone)).toBe(
    'zero, one, zero, four',
  );
});

test('plural rules choose the form, and the same value may be spoken twice', () => {
  const text =
    '{n, plural, one {{n, cardinal-feminine} хвилина} few {{n, cardinal-feminine} хвилини} other {{n, cardinal} хвилин}}';
  const wait = compileMessage(text, 'uk');
  expect([1, 22, 5].map((n) => wait.words({ n }, zone))).toEqual([
    'одна хвилина',
    'двадцять дві хвилини',
    'п’ять хвилин',
  ]);
  expect([...wait.placeholders]).toEqual(['n']);
});

test('an instant is read on the company’s clock', () => {
  const due = compileMessage('{due, date} {due, time}', 'uk');
  const instant = new Date('2026-06-30T21:05:00Z');
  expect(due.words({ due: instant }, 'Europe/Kyiv')).toBe('першого липня о нульовій годині п’ять хвилин');
  expect(due.words({ due: instant }, 'UTC')).toBe('тридцятого червня о двадцять першій годині п’ять хвилин');
});

test('what a caller gives cannot be taken for part of the message', () => {
  const greeting = compileMessage('Вам телефонує {company}.', 'uk');
  expect(greeting.words({ company: "{x, plural} 'Дім' <b>" }, zone)).toBe(
    "Вам телефонує {x, plural} 'Дім' <b>.",
  );
});

test('a missing or senseless value and an unreadable text have codes', () => {
  const line = compileMessage('{position, ordinal} {due, date}', 'uk');
  expect(() => line.words({ position: 1 }, zone)).toThrow(
    expect.objectContaining({ code: 'speech.parameter' }),
  );
  expect(() => line.words({ position: 1, due: new Date(Number.NaN) }, zone)).toThrow(
    expect.objectContaining({ code: 'speech.parameter' }),
  );
  expect(() => compileMessage('{n, roman}', 'uk')).toThrow(
    expect.objectContaining({ code: 'speech.prompt-invalid' }),
  );
  expect(() => compileMessage('{n', 'uk')).toThrow(
    expect.objectContaining({ code: 'speech.prompt-invalid' }),
  );
});

test('a prompt comes in pieces: its fixed texts with their numbers, and what its values say', () => {
  const position = compileMessage('Ваш дзвінок {position, ordinal} у черзі. Зачекайте.', 'uk');
  expect(position.fixedTexts).toEqual(['Ваш дзвінок', 'у черзі. Зачекайте.']);
  expect(position.pieces({ position: 2 }, 'Europe/Kyiv')).toEqual([
    { fixed: 1, text: 'Ваш дзвінок ' },
    { text: 'другий ' },
    { fixed: 2, text: 'у черзі. Зачекайте.' },
  ]);
});

test('the texts of every branch are numbered, and signs stay with the piece before them', () => {
  const taken = compileMessage(
    '{kind, select, cold {Холодна: {n, cardinal}.} other {Тепло: {n, cardinal}.}}',
    'uk',
  );
  expect(taken.fixedTexts).toEqual(['Холодна:', 'Тепло:']);
  expect(taken.choices).toEqual(new Map([['kind', ['cold', 'other']]]));
  expect(taken.pieces({ kind: 'x', n: 2 }, 'Europe/Kyiv')).toEqual([
    { fixed: 2, text: 'Тепло: ' },
    { text: 'два.' },
  ]);
  expect(compileMessage('{what}, зачекайте.', 'uk').pieces({ what: 'Світло' }, 'Europe/Kyiv')).toEqual([
    { text: 'Світло, ' },
    { fixed: 1, text: 'зачекайте.' },
  ]);
});
