import { expect, test } from 'vitest';
import { daysWithin } from '../../format/local-time.ts';
import { chosenIn } from './behind.ts';

test('the address says which calls, and nothing said is all of today', () => {
  expect(chosenIn({ other: 'Шевченко', search: ' ', result: '' }, 'Europe/Kyiv')).toBeNull();
  expect(
    chosenIn({ from: '2026-11-25T22:00:00.000Z', queue: 'main', waitedSeconds: '49' }, 'Europe/Kyiv'),
  ).toEqual({
    ...{ from: '2026-11-25T22:00:00.000Z', queue: 'main', waitedSeconds: 49 },
  });
});

test('what is wrong in an address is as if it were not there', () => {
  expect(chosenIn({ from: 'yesterday', outcome: 'lost', operatorId: 'x' }, 'Europe/Kyiv')).toBeNull();
  expect(chosenIn({ outcome: 'late', operatorId: '-1' }, 'Europe/Kyiv')).toEqual({ outcome: 'late' });
});

test('calls are looked for by person, line, result, length and days', () => {
  const looked = {
    search: ' Шевченко ',
    hotline: '8800',
    result: 'talked',
    lastedSeconds: '180',
    first: '2026-11-27',
  };
  expect(chosenIn(looked, 'Europe/Kyiv')).toEqual({
    ...{ search: 'Шевченко', hotline: '8800', result: 'talked', lastedSeconds: 180 },
    from: '2026-11-26T22:00:00.000Z',
  });
});

test('days that are chosen stand in place of the time of the figure, and of that the days are shown', () => {
  const span = { from: '2026-11-25T22:00:00.000Z', to: '2026-11-26T22:00:00.000Z' };
  const figure = { outcome: 'late', ...span };
  const shown = (query: Record<string, string>) =>
    daysWithin(chosenIn(query, 'Europe/Kyiv') ?? {}, 'Europe/Kyiv');
  expect(shown(figure)).toEqual({ first: '2026-11-26', last: '2026-11-26' });
  const day = { first: '2026-11-20', last: '2026-11-21' };
  expect(chosenIn({ ...figure, ...day }, 'Europe/Kyiv')).toEqual({
    ...{ outcome: 'late', from: '2026-11-19T22:00:00.000Z', to: '2026-11-21T22:00:00.000Z' },
  });
  expect(shown({ ...figure, ...day })).toEqual(day);
  expect(chosenIn({ ...figure, first: '2026-11-20' }, 'Europe/Kyiv')).toEqual({
    ...{ outcome: 'late', from: '2026-11-19T22:00:00.000Z' },
  });
  expect(shown({ search: 'Шевченко' })).toEqual({ first: '', last: '' });
});
