import { expect, test } from 'vitest';
import { registerQuery } from './register-query.ts';

test('the address says which requests; a screen without conditions asks for all', () => {
  const asked = registerQuery(
    {
      search: 'Галицька',
      status: 'overdue',
      category: 'lift',
      executor: 'lifts',
      first: '2026-11-01',
      last: '2026-11-02',
    },
    'Europe/Kyiv',
  );
  expect(asked).toEqual({
    ...{ search: 'Галицька', status: 'overdue', category: 'lift', executor: 'lifts' },
    ...{ from: '2026-10-31T22:00:00.000Z', to: '2026-11-02T22:00:00.000Z' },
  });
  expect(Object.values(registerQuery({ search: '', other: 'x' }, 'Europe/Kyiv')).filter(Boolean)).toEqual([]);
});

test('what is wrong in an address is as if it were not there', () => {
  expect(registerQuery({ status: 'lost', first: 'yesterday' }, undefined)).toEqual({});
});
