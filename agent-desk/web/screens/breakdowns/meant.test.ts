import { expect, test } from 'vitest';
import { meantBy } from './meant.ts';

const [twelve, twelveA, other] = [
  { id: 1, street: 'Незалежності', house: '12', centre: 'Центр' },
  { id: 2, street: 'Незалежності', house: '12А', centre: 'Центр' },
  { id: 3, street: 'Галицька', house: '12', centre: 'Захід' },
];

test.each([
  ['незал', [twelveA], twelveA],
  ['незал 12', [twelve, twelveA], twelve],
  ['незал, 12а', [twelve, twelveA], twelveA],
  ['незал', [twelve, twelveA], null],
  ['12', [twelve, twelveA, other], null],
  ['бандери', [], null],
])('by «%s» the building is meant that alone fits', (words, found, meant) => {
  expect(meantBy(words, found)).toBe(meant);
});
