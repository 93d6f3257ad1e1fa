import { expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { keysNamed } from './repertoire-of.ts';

const company = await loadCompany({ company: '750-600' });

test.each([
  ['menu.operator', ['0']],
  ['menu.emergency.short', ['7']],
  ['certificate.where.centre', ['1']],
  ['certificate.where.email', ['2']],
  ['language.choose', ['1', '2', '3']],
  ['debt.ask.again.short', ['2']],
  ['closed.message.short', [3]],
  ['known-breakdown.join', [1]],
])('%s is heard with the keys that a flow says it with: %j', (prompt, keys) => {
  expect(keysNamed(prompt, company)).toEqual(keys);
});
