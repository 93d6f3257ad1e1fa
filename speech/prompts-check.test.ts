import { expect, test } from 'vitest';
import { checkPrompts, type PromptFault } from './prompts-check.ts';

const only = (faults: PromptFault[]) =>
  faults.map(({ kind, prompt, language }) => `${kind} ${prompt} ${language}`);

function texts(uk: Record<string, string>, ru = uk, en = uk) {
  const map = (from: Record<string, string>) => new Map(Object.entries(from));
  return { uk: map(uk), ru: map(ru), en: map(en) };
}

test('the prompts that come with Holos are whole and agree in all languages', () => {
  expect(checkPrompts()).toEqual([]);
});

test('a text that one language lacks is missing there', () => {
  expect(only(checkPrompts({ texts: texts({ hello: 'Вітаємо' }, {}) }))).toEqual(['missing hello ru']);
  expect(only(checkPrompts({ texts: texts({}), needed: ['greeting'], spoken: ['uk'] }))).toEqual([
    'missing greeting uk',
  ]);
});

test('placeholders must be the same, whatever their style', () => {
  const uk = { line: 'Ви {position, ordinal-feminine}' };
  const good = { line: 'You are {position, ordinal}' };
  const bad = { line: 'You are {place, ordinal}' };
  expect(checkPrompts({ texts: texts(uk, uk, good) })).toEqual([]);
  expect(checkPrompts({ texts: texts(uk, uk, bad) })).toMatchObject([
    {
      kind: 'placeholders',
      language: 'en',
      message: 'line: has {place} in en.yaml but {position} in uk.yaml',
    },
  ]);
});

test('a value that nothing gives is told, whether the company file names the prompt or Holos says it', () => {
  const own = {
    'menu.own': 'Показання — {digit, key}.',
    goodbye: 'Бувайте, {name}!',
    'hello.own': 'Вітаю, {any}!',
  };
  const given = new Map([['menu.own', ['key']]]);
  const faults = checkPrompts({ texts: texts(own), spoken: ['uk'], given });
  expect(faults.map(({ message }) => message)).toEqual([
    'menu.own: has {digit} in uk.yaml, and nothing gives that a value: there is {key} for it alone',
    'goodbye: has {name} in uk.yaml, and nothing gives that a value: it is said without any',
  ]);
});

test('a text of signs alone cannot be said', () => {
  expect(only(checkPrompts({ texts: texts({ a: '…', b: '{text}' }), spoken: ['uk'] }))).toEqual([
    'invalid a uk',
  ]);
});

test('numerals, unknown styles and broken messages are found', () => {
  const faulty = texts({ a: 'Натисніть 0', b: '{n, roman}', c: '{n, plural, one {x}}' });
  expect(only(checkPrompts({ texts: faulty, spoken: ['uk'] }))).toEqual([
    'numeral a uk',
    'invalid b uk',
    'invalid c uk',
  ]);
});

test('what nothing says is unused', () => {
  expect(only(checkPrompts({ texts: texts({ a: 'А', b: 'Б' }), used: ['a'], spoken: ['uk'] }))).toEqual([
    'unused b uk',
  ]);
});
