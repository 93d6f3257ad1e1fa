import { expect, test } from 'vitest';
import { faultAt, faultsIn, isOfAField } from './faults.ts';

test('a login that nobody could type and a name that is none are told each at its field', () => {
  expect(faultsIn({ login: ' ivanenko ', name: ' Іваненко Марія ' })).toEqual([]);
  for (const login of ['', 'марія', 'm aria', '1maria', 'm'.repeat(41)])
    expect(faultsIn({ login, name: 'x' })).toEqual(['people.bad-login']);
  for (const name of ['', '   ', 'я'.repeat(121)]) expect(faultsIn({ name })).toEqual(['people.bad-name']);
  const both = faultsIn({ login: '', name: '' });
  expect([faultAt('login', both), faultAt('name', both)]).toEqual(['people.bad-login', 'people.bad-name']);
});

test('what the server alone knows is told at the login; what belongs to no field is not', () => {
  expect(faultAt('login', ['people.login-taken'])).toBe('people.login-taken');
  expect(faultAt('name', ['people.login-taken'])).toBeUndefined();
  expect([isOfAField('people.login-taken'), isOfAField('people.last-administrator')]).toEqual([true, false]);
});
