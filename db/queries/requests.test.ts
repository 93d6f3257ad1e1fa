import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { markCallbackDone, openCallbacks, promiseCallback } from './callbacks.ts';
import { languageOf, rememberLanguage } from './number-languages.ts';
import { saveOperator } from './operators.ts';
import { listRequests, registerPages } from './request-register.ts';
import {
  changeRequestStatus,
  concernOfRequest,
  createRequest,
  findRequest,
  type NewRequest,
  openRequestsOfCaller,
  requestHistory,
} from './requests.ts';

let t: TestDatabase;
let operatorId: number;
const createdAt = new Date('2026-11-22T10:00:00.500Z');

beforeAll(async () => {
  t = await testDatabase();
  operatorId = await saveOperator(t.db, { login: 'o', name: 'Ірина', role: 'operator', passwordHash: '-' });
  await t
    .db('buildings')
    .insert({ street: 'Галицька', house: '1', centre: 'Центр', entrances: 1, floors: 5 });
  await t.db('accounts').insert({ number: '1', building_id: 1, flat: '1', balance_kopecks: 0 });
  await t.db('residents').insert({ name: 'Коваленко Олена Петрівна', account_id: 1, notes: '' });
}, 60_000);
afterAll(() => t.close());

const request = (change: Partial<NewRequest> = {}): NewRequest => ({
  callId: 'n1-1',
  residentId: 1,
  buildingId: 1,
  category: 'no-heat',
  executor: 'heating',
  text: 'Холодно',
  place: 'Галицька, 1',
  phone: null,
  createdAt,
  dueAt: createdAt,
  createdBy: operatorId,
  ...change,
});

test('requests of a year are numbered without a gap, however many are written at once', async () => {
  const written = await Promise.all(Array.from({ length: 8 }, () => createRequest(t.db, request(), 2026)));
  expect(written.map(({ number }) => number).toSorted()).toEqual(
    Array.from({ length: 8 }, (_, i) => `26-00000${i + 1}`),
  );
  await expect(createRequest(t.db, request({ residentId: 99 }), 2026)).rejects.toThrow();
  expect(await createRequest(t.db, request(), 2026)).toMatchObject({ number: '26-000009', status: 'new' });
  expect(await createRequest(t.db, request(), 2027)).toMatchObject({ number: '27-000001' });
});

test('each change of status is kept with who did it', async () => {
  const { id } = await createRequest(t.db, request(), 2026);
  const at = new Date('2026-11-22T11:00:00Z');
  const done = { id, status: 'done' as const, operatorId, comment: 'Полагоджено', at };
  expect(await changeRequestStatus(t.db, done)).toBe(true);
  expect(await changeRequestStatus(t.db, { ...done, comment: '' })).toBe(false);
  expect(await changeRequestStatus(t.db, { ...done, id: 999 })).toBeNull();
  expect(await requestHistory(t.db, id)).toMatchObject([
    { kind: 'created', at: createdAt, operatorName: 'Ірина', data: { executor: 'heating' } },
    { kind: 'status', at, data: { from: 'new', to: 'done', comment: 'Полагоджено' } },
  ]);
  expect(
    (await openRequestsOfCaller(t.db, { residentIds: [1], number: null })).map((one) => one.id),
  ).not.toContain(id);
});

test('a caller whom nobody knows has the requests of the number: written in its calls, or with it as the telephone', async () => {
  const number = '+380671119900';
  const call = {
    id: 'n1-99',
    node: 'n1',
    direction: 'in',
    hotline: '750-600',
    number,
    arrived_at: createdAt,
  };
  await t.db('calls').insert(call);
  const nobodys = { residentId: null, buildingId: null };
  const inCall = await createRequest(t.db, request({ ...nobodys, callId: 'n1-99' }), 2026);
  const byPhone = await createRequest(t.db, request({ ...nobodys, phone: number }), 2026);
  const both = await createRequest(t.db, request({ ...nobodys, callId: 'n1-99', phone: number }), 2026);
  const ids = async (caller: { residentIds: number[]; number: string | null }) =>
    (await openRequestsOfCaller(t.db, caller)).map(({ id }) => id);
  expect(await ids({ residentIds: [], number })).toEqual([both.id, byPhone.id, inCall.id]);
  expect(await ids({ residentIds: [], number: '+380671119901' })).toEqual([]);
  expect(await ids({ residentIds: [], number: null })).toEqual([]);
  expect(await ids({ residentIds: [1], number })).toEqual(
    expect.arrayContaining([both.id, byPhone.id, inCall.id]),
  );
  expect(await concernOfRequest(t.db, both.id)).toEqual({ ...nobodys, numbers: [number, number] });
  expect(await concernOfRequest(t.db, 99_999)).toBeNull();
});

test('a search finds a piece of the text and takes % for what it is', async () => {
  const { id, number } = await createRequest(t.db, request({ text: 'Вологість 100%' }), 2026);
  const found = async (search: string) => (await listRequests(t.db, { search }, { limit: 50 })).items;
  expect((await found('100%')).map((one) => one.id)).toEqual([id]);
  expect(await found(number)).toEqual([await findRequest(t.db, id)]);
  expect(await found('0%0')).toEqual([]);
});

test('the register is narrowed by what is to be done, what is late, category, executor and days', async () => {
  const from = new Date('2027-02-01T00:00:00Z');
  const at = (day: string) => new Date(`2027-02-${day}T12:00:00Z`);
  const write = async (day: string, change: Partial<NewRequest>) =>
    (await createRequest(t.db, request({ createdAt: at(day), dueAt: at(day), ...change }), 2027)).id;
  const late = await write('01', { dueAt: createdAt });
  const lift = await write('02', {
    category: 'no-lift',
    executor: 'lifts',
    dueAt: new Date(Date.now() + 864e5),
  });
  const done = await write('03', { dueAt: createdAt });
  await changeRequestStatus(t.db, { id: done, status: 'done', operatorId, comment: '', at: at('04') });
  const ids = async (filter: Parameters<typeof listRequests>[1]) =>
    (await listRequests(t.db, { from, ...filter }, { limit: 50 })).items.map(({ id }) => id);
  expect(await ids({})).toEqual([done, lift, late]);
  expect(await ids({ status: 'open' })).toEqual([lift, late]);
  expect(await ids({ status: 'overdue' })).toEqual([late]);
  expect(await ids({ category: 'no-lift' })).toEqual([lift]);
  expect(await ids({ executor: 'heating', to: at('03') })).toEqual([late]);
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const every: T[] = [];
  for await (const page of pages) every.push(page);
  return every;
}

test('the whole register comes in pages, each request once, with names and when it was done', async () => {
  const from = new Date('2027-03-01T00:00:00Z');
  const written = [];
  // Several of one moment lie on both sides of a page's end.
  for (const ms of [0, 5, 5, 5, 5, 9])
    written.push(await createRequest(t.db, request({ createdAt: new Date(from.getTime() + ms) }), 2027));
  const doneAt = new Date('2027-03-02T10:00:00.250Z');
  const change = { operatorId, comment: '', at: doneAt };
  await changeRequestStatus(t.db, { id: written[0]?.id ?? 0, status: 'done', ...change });
  const pages = await all(registerPages(t.db, { from }, 2));
  expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
  const rows = pages.flat();
  expect(rows.map(({ id }) => id)).toEqual(written.map(({ id }) => id).toReversed());
  const named = { residentName: 'Коваленко Олена Петрівна', createdByName: 'Ірина' };
  expect(rows.at(-1)).toMatchObject({ ...named, doneAt });
  expect(rows[0]).toMatchObject({ ...named, doneAt: null });
  expect(await all(registerPages(t.db, { from, category: 'nothing' }, 2))).toEqual([]);
});

test('a callback is promised once a call, and done once', async () => {
  const promise = {
    callId: 'n1-9',
    number: '+380501112299',
    hotline: '750-600',
    why: 'no-operator',
    promisedAt: createdAt,
  };
  const first = await promiseCallback(t.db, promise);
  expect(await promiseCallback(t.db, { ...promise, promisedAt: new Date() })).toEqual(first);
  expect(await openCallbacks(t.db)).toEqual([first]);
  const doneAt = new Date('2026-11-22T12:00:00Z');
  expect(await markCallbackDone(t.db, first.id, doneAt)).toMatchObject({ doneAt });
  expect(await markCallbackDone(t.db, first.id, new Date())).toMatchObject({ doneAt });
  expect(await openCallbacks(t.db)).toEqual([]);
  expect(await markCallbackDone(t.db, 999, doneAt)).toBeNull();
});

test('the last language chosen on a number is remembered', async () => {
  expect(await languageOf(t.db, '+380501112233')).toBeNull();
  await rememberLanguage(t.db, '+380501112233', 'ru');
  await rememberLanguage(t.db, '+380501112233', 'uk');
  expect(await languageOf(t.db, '+380501112233')).toBe('uk');
});
