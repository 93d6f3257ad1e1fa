import { expect, test } from 'vitest';
import { failureText } from './failure-text.ts';

test.each([
  ['database.away', 'failure.busy'],
  // Many log in at once, or the server has not done it in time: nothing is said of the database.
  ['desk.too-late', 'failure.too-late'],
  ['request.unknown', 'failure.gone'],
  ['by-magic', 'failure.unexpected'],
])('of %s is told %s', (code, text) => {
  expect(failureText(code)).toBe(text);
});
