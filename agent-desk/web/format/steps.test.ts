import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { uk } from '../texts/uk.ts';
import { type StepNames, stepLine } from './steps.ts';

const names: StepNames = {
  hotline: () => '750-600',
  queue: () => 'Оператори',
  operator: (id) => `Оператор ${id}`,
  word: (_group, name) => name,
};
const at = '2026-03-05T12:00:00Z';
const say = (step: { kind: string; [key: string]: unknown }) => {
  const { key, values } = stepLine({ at, ...step }, names);
  return new IntlMessageFormat(uk[key], 'uk').format(values);
};

describe('a step', () => {
  test.each([
    [{ kind: 'arrived', hotline: '750-600', direction: 'in' }, 'Надійшов дзвінок на лінію «750-600»'],
    [{ kind: 'said', text: 'Добрий день', interrupted: true }, '«Добрий день» — перервано'],
    [{ kind: 'key', key: '0' }, 'Натиснуто 0'],
    [{ kind: 'waiting', queue: 'main', position: 2 }, 'У черзі «Оператори», місце 2'],
    [{ kind: 'offer-ended', operatorId: 3, how: 'missed' }, 'Оператор не відповів: Оператор 3'],
    [{ kind: 'connected', operatorId: 3, waitMs: 61_000 }, 'Розмовляє з оператором: Оператор 3. Чекав 1:01'],
  ])('%o reads well', (step, text) => {
    expect(say(step)).toBe(text);
  });

  test('of an unknown kind, or with an unknown word, is shown all the same', () => {
    expect(say({ kind: 'sang' })).toBe('Крок: sang');
    expect(say({ kind: 'identified', as: 'by-voice' })).toBe('Крок: identified');
  });
});
