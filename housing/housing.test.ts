import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Company } from '../config/company.ts';
import { loadCompany } from '../config/load-company.ts';
import { rememberLanguage } from '../db/queries/number-languages.ts';
import { saveOperator } from '../db/queries/operators.ts';
import { requestHistory } from '../db/queries/requests.ts';
import { knownNumbers } from '../db/seeds/numbers.ts';
import { madeUpTown } from '../db/seeds/town.ts';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { Bus, type HolosEvents } from '../events.ts';
import { identifyCaller } from './identify.ts';
import { createRequests } from './requests.ts';

let t: TestDatabase;
let company: Company;
let operatorId: number;
beforeAll(async () => {
  t = await testDatabase();
  company = await loadCompany({ company: '750-600' });
  operatorId = await saveOperator(t.db, { login: 'o', name: 'Ірина', role: 'operator', passwordHash: '-' });
  const town = madeUpTown({ buildings: 3, today: new Date() });
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const)
    await t.db(table).insert(town[table]);
}, 60_000);
afterAll(() => t.close());

test('a number is that of one resident, of several, of nobody, or it was withheld', async () => {
  expect(await identifyCaller(t.db, knownNumbers.one)).toEqual({
    as: 'one',
    residentIds: [1],
    language: null,
  });
  expect(await identifyCaller(t.db, knownNumbers.several)).toMatchObject({
    as: 'several',
    residentIds: [2, 3, 4],
  });
  expect(await identifyCaller(t.db, knownNumbers.nobody)).toMatchObject({ as: 'none', residentIds: [] });
  expect(await identifyCaller(t.db, null)).toEqual({ as: 'anonymous', residentIds: [], language: null });
});

test('the language chosen once is known the next time', async () => {
  await rememberLanguage(t.db, knownNumbers.nobody, 'en');
  expect(await identifyCaller(t.db, knownNumbers.nobody)).toMatchObject({ as: 'none', language: 'en' });
});

function register() {
  const told: (HolosEvents['request'] | HolosEvents['step'])[] = [];
  const bus = new Bus((error) => {
    throw error;
  });
  bus.on('request', (event) => told.push(event));
  bus.on('step', (event) => told.push(event));
  return { told, requests: createRequests({ db: t.db, bus, company }) };
}

const cold = { callId: 'n1-1', residentId: 1, category: 'no-heat', text: 'Холодно', place: '', phone: null };

test('a request goes to whom its category says, is due when it says, and everybody is told', async () => {
  const { told, requests } = register();
  const written = await requests.write({ ...cold, createdBy: operatorId });
  expect(written).toMatchObject({ executor: 'heating', buildingId: 1, status: 'new' });
  expect(written.place).toBe('Галицька, 1, кв. 1');
  const elsewhere = { ...cold, callId: null, place: 'у сусідів', createdBy: null };
  expect(await register().requests.write(elsewhere)).toMatchObject({ place: 'у сусідів' });
  expect(written.number).toMatch(/^\d\d-000001$/);
  expect(written.dueAt.getTime() - written.createdAt.getTime()).toBe(8 * 3_600_000);
  expect(told).toMatchObject([
    { requestId: written.id, residentId: 1 },
    { kind: 'request-written', callId: 'n1-1', number: written.number },
  ]);
  await requests.changeStatus({ id: written.id, status: 'done', comment: '', operatorId });
  expect(told).toHaveLength(3);
  expect((await requestHistory(t.db, written.id)).map(({ kind }) => kind)).toEqual(['created', 'status']);
});

test('what cannot be is refused, and nobody is told', async () => {
  const { told, requests } = register();
  const write = (change: object) => requests.write({ ...cold, createdBy: operatorId, ...change });
  await expect(write({ category: 'none' })).rejects.toMatchObject({ code: 'category.unknown' });
  await expect(write({ residentId: 99_999 })).rejects.toMatchObject({ code: 'resident.unknown' });
  const change = { id: 99_999, status: 'done' as const, comment: '', operatorId };
  await expect(requests.changeStatus(change)).rejects.toMatchObject({ code: 'request.unknown' });
  expect(told).toEqual([]);
});

test('the telephone of a request is kept as calls show it; what is no number, as it was written', async () => {
  const { requests } = register();
  const kept = async (phone: string) =>
    (await requests.write({ ...cold, phone, createdBy: operatorId })).phone;
  expect(await kept('050 111-22-33')).toBe('+380501112233');
  expect(await kept('запитати в сусіда')).toBe('запитати в сусіда');
});
