import { expect, test } from 'vitest';
import { beginsAlsoIn } from './repertoire.ts';

test.each([
  ['Ваш дзвінок перший у черзі.', 'Ваш дзвінок другий у черзі.', true],
  ['Ваш дзвінок перший у черзі.', 'Дякуємо. «Ваш» дзвінок записано.', true],
  ['Один.', 'Натисніть один — і чекайте.', true],
  ['Ваш дзвінок перший у черзі.', 'Ваше звернення прийнято.', false],
  ['Ваш дзвінок перший у черзі.', 'Натисніть один — і чекайте.', false],
])('whether «%s» begins somewhere in «%s»: %s', (words, other, is) => {
  expect(beginsAlsoIn(words, other)).toBe(is);
});
