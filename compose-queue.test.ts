import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueMemory } from './compose-queue.ts';
import { loadCompany } from './config/load-company.ts';
import { addOperator, changeOperator, findOperatorByLogin } from './db/queries/operators.ts';
import { type TestDatabase, testDatabase } from './db/testing.ts';
import type { Logger } from './log.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

test('a start tells of skills that the company file gives to a login nobody has; who is locked has his', async () => {
  for (const login of ['operator1', 'operator2'])
    await addOperator(t.db, { login, name: login, role: 'operator', passwordHash: '' });
  await changeOperator(t.db, (await findOperatorByLogin(t.db, 'operator2'))?.id ?? 0, { active: false });
  const warned: unknown[] = [];
  const log = { warn: (fields: unknown) => warned.push(fields) } as unknown as Logger;
  const { operators } = await queueMemory(t.db, await loadCompany({ company: '750-600' }), log);
  expect(warned).toEqual([{ login: 'operator3' }]);
  expect(operators.map(({ login }) => login)).toEqual(['operator1']);
});
