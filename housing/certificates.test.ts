import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Company } from '../config/company.ts';
import { loadCompany } from '../config/load-company.ts';
import { saveOperator } from '../db/queries/operators.ts';
import { smsToNumber } from '../db/queries/sms.ts';
import { madeUpTown } from '../db/seeds/town.ts';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { Bus } from '../events.ts';
import { createLog } from '../log.ts';
import { type Certificates, createCertificates, type Ordered, tellReady } from './certificates.ts';
import { Keeper } from './keeping/keeper.ts';
import { createMessages } from './messages/messages.ts';
import { createRequests, type Requests } from './requests.ts';

let t: TestDatabase;
let company: Company;
let certificates: Certificates;
let requests: Requests;
let operatorId: number;
let keeper: Keeper;
beforeAll(async () => {
  t = await testDatabase();
  company = await loadCompany({ company: '750-600' });
  operatorId = await saveOperator(t.db, { login: 'o', name: 'Ірина', role: 'operator', passwordHash: '-' });
  const town = madeUpTown({ buildings: 1, today: new Date() });
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const)
    await t.db(table).insert(town[table]);
  const messages = createMessages({ db: t.db, log: createLog('silent'), node: 'n1', place: company });
  const bus = new Bus((error) => {
    throw error;
  });
  requests = createRequests({ db: t.db, bus, company, done: (id, trx) => tellReady(messages, id, trx) });
  keeper = new Keeper({ home: t.settings.home, log: createLog('silent') });
  certificates = createCertificates({ company, requests, messages, keeper });
  await keeper.open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await t.close();
});

let numbers = 0;
function ordered(change: Partial<Ordered> = {}): Ordered {
  const phone = `+38050111${String(++numbers).padStart(4, '0')}`;
  const usual = { kind: 'household', delivery: 'centre', language: 'uk', residentId: 1 } as const;
  return { ...usual, callId: `n1-${numbers}`, phone, proof: 'verified', accountNumber: null, ...change };
}
/** Of an order that the database has taken. */
async function order(one: Ordered) {
  const { request, sms } = await certificates.order(one);
  if (!request) throw new Error('the order is only in the journal');
  return { request, sms };
}
const textsTo = async (number: string | null) =>
  (await smsToNumber(t.db, number ?? '')).map(({ text }) => text);
const done = (id: number) => requests.changeStatus({ id, status: 'done', comment: '', operatorId });

test('an order is a request of its category with its due date, and an SMS with its number', async () => {
  const one = ordered();
  const { request } = await order(one);
  expect(request).toMatchObject({ category: 'certificate', residentId: 1, status: 'new', phone: one.phone });
  expect(request.text).toBe('Довідка про склад сім’ї. Забере в сервісному центрі.');
  expect(request.dueAt.getTime() - request.createdAt.getTime()).toBe(72 * 3_600_000);
  expect(await textsTo(one.phone)).toEqual([expect.stringContaining(`Заявку ${request.number} на довідку`)]);
});

test('what people should know stands in the register', async () => {
  const change = { proof: 'unverified', accountNumber: '75000072', residentId: null } as const;
  const { request } = await order(ordered(change));
  expect(request.text).toMatch(/Особу не підтверджено\. Рахунок 75000072\.$/);
});

test('the same order in the same call is one request and one SMS', async () => {
  const one = ordered();
  const [first, second] = [await order(one), await order(one)];
  expect(second.request.id).toBe(first.request.id);
  expect(await textsTo(one.phone)).toHaveLength(1);
});

test('what differs is an order of its own, and each of them once', async () => {
  const unknown = { proof: 'unverified', residentId: null } as const;
  const one = ordered({ ...unknown, accountNumber: '75000072' });
  const orders: Ordered[] = [
    one,
    { ...one, kind: 'no-debt' },
    { ...one, accountNumber: '75000080' },
    { ...one, proof: 'verified', accountNumber: null, residentId: 1 },
    { ...one, proof: 'verified', accountNumber: null, residentId: 2 },
    { ...one, proof: 'verified', accountNumber: null, residentId: 2, delivery: 'email' },
  ];
  const ids: number[] = [];
  for (const each of orders) ids.push((await order(each)).request.id);
  expect(new Set(ids).size).toBe(orders.length);
  for (const [i, each] of orders.entries()) expect((await order(each)).request.id).toBe(ids[i]);
  expect(await textsTo(one.phone)).toHaveLength(orders.length);
});

test.each([
  [{ delivery: 'centre', language: 'uk' }, /готова.*сервісному центрі «Центр»/],
  [{ delivery: 'centre', language: 'en', residentId: null }, /ready.*at your service centre/],
  [{ delivery: 'email', language: 'ru' }, /отправлена на вашу электронную почту/],
] as const)('%j: when it is ready an SMS says so, once', async (change, expected) => {
  const one = ordered(change);
  const { request } = await order(one);
  await requests.changeStatus({ id: request.id, status: 'given', comment: '', operatorId });
  expect(await textsTo(one.phone)).toHaveLength(1);
  await done(request.id);
  await done(request.id);
  await requests.changeStatus({ id: request.id, status: 'reopened', comment: '', operatorId });
  await done(request.id);
  const [ready, ...before] = await textsTo(one.phone);
  expect(ready).toMatch(expected);
  expect(before).toHaveLength(1);
});

test('whoever withholds the number, or calls from a landline, gets no SMS; other requests send none', async () => {
  const withheld = await order(ordered({ phone: null }));
  const landline = await order(ordered({ phone: '+380342501112' }));
  expect([withheld.sms, landline.sms]).toEqual([false, false]);
  await done(withheld.request.id);
  const phone = '+380509998877';
  const heating = {
    callId: null,
    residentId: 1,
    category: 'no-heat',
    text: '',
    place: '',
    phone,
    createdBy: null,
  };
  await done((await requests.write(heating)).id);
  expect(await textsTo(phone)).toEqual([]);
});
