import { expect, test } from 'vitest';
import { chosenIn } from './behind.ts';

test('the address says which calls, and nothing said is all of today', () => {
  expect(chosenIn({ search: 'Шевченко' })).toBeNull();
  expect(chosenIn({ from: '2026-11-25T22:00:00.000Z', queue: 'main', waitedSeconds: '49' })).toEqual({
    ...{ from: '2026-11-25T22:00:00.000Z', queue: 'main', waitedSeconds: 49 },
  });
});

test('what is wrong in an address is as if it were not there', () => {
  expect(chosenIn({ from: 'yesterday', outcome: 'lost', operatorId: 'x' })).toBeNull();
  expect(chosenIn({ outcome: 'late', operatorId: '-1' })).toEqual({ outcome: 'late' });
});
