import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import { subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { madeUpTown } from '../../db/seeds/town.ts';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { Bus, type Step } from '../../events.ts';
import { createLog } from '../../log.ts';
import { Keeper } from '../keeping/keeper.ts';
import { createMessages, type Messages } from '../messages/messages.ts';
import type { SmsSender } from '../messages/sender.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import { createJoining, type Joining } from './joining.ts';
import { makeTellings } from './made-ahead.ts';
import { MendedNews, mendedUnsent } from './mended-news.ts';

let t: TestDatabase;
let incidents: Incidents;
let joining: Joining;
let keeper: Keeper;
let messages: Messages;
let news: MendedNews;
const log = createLog('silent');
const made: string[] = [];
const steps: Step[] = [];
const bus = new Bus((error) => {
  throw error;
});
bus.on('step', (step) => steps.push(step));

/** A number to which the provider sends nothing. */
const refused = '+380991112255';
const provider: SmsSender = async ({ number }) =>
  number === refused ? { outcome: 'refused', fault: 'wrong number' } : { outcome: 'accepted', fault: null };

beforeAll(async () => {
  t = await testDatabase();
  const company = await loadCompany({ company: '750-600' });
  const town = madeUpTown({ buildings: 3, today: new Date() });
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const)
    await t.db(table).insert(town[table]);
  messages = createMessages({
    ...{ db: t.db, log, node: 'n1', place: company, send: provider, lookMs: 50 },
    givenUp: (sms, trx) => mendedUnsent(sms, bus, trx),
  });
  news = new MendedNews({ db: t.db, bus, company, messages, log });
  const ahead = { company, log, makeAhead: async (prompt: string) => void made.push(prompt) };
  incidents = createIncidents({
    db: t.db,
    company,
    changed: (incident) => void makeTellings(incident, ahead),
    mended: () => news.tell(),
  });
  keeper = new Keeper({ home: t.settings.home, log });
  joining = createJoining({ db: t.db, keeper, mended: () => news.tell() });
  await keeper.open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await news.close();
  await messages.close();
  await t.close();
});
beforeEach(async () => {
  for (const table of ['incidents', 'sms', 'callbacks']) await t.db(table).delete();
});

const hourMs = 3_600_000;
const since = new Date(Date.now() - hourMs);
const open = (kind = 'no-heating', buildingIds = [1]) =>
  incidents.open({ kind, since, until: null, comment: '', buildingIds, openedBy: null });
const residentsIn = async (buildingId: number): Promise<number[]> =>
  t
    .db('residents')
    .join('accounts', 'accounts.id', 'account_id')
    .where({ building_id: buildingId })
    .pluck('residents.id');
const hears = async (buildingId: number, number: string | null = '+380501112233') =>
  incidents.tellings({ residentIds: (await residentsIn(buildingId)).slice(0, 1), number, language: 'uk' });
const subscriber = (incidentId: number, number: string) => ({
  ...{ incidentId, number, language: 'uk' as const, hotline: '750-600', callId: `n1-${number}` },
});

test('only who lives in one of its buildings hears of it, as long as it is open', async () => {
  const { id } = await open('no-heating', [1, 2]);
  expect(await hears(1)).toMatchObject([{ id, joined: false, parameters: { what: 'немає опалення' } }]);
  expect(await hears(2)).toHaveLength(1);
  expect(await hears(3)).toEqual([]);
  expect(await incidents.tellings({ residentIds: [], number: null, language: 'uk' })).toEqual([]);
  await incidents.close(id, null);
  expect(await hears(1)).toEqual([]);
});

test('a resident with several numbers of one building hears of it once, and of two things the more urgent first', async () => {
  const works = await open('water-works');
  const heat = await open();
  const all = await residentsIn(1);
  const told = await incidents.tellings({ residentIds: all, number: null, language: 'en' });
  expect(told.map(({ id }) => id)).toEqual([heat.id, works.id]);
});

test('who has flats in two houses hears of the same trouble once, and joins both', async () => {
  const number = '+380501112233';
  const [one, other] = [await open('no-heating', [1]), await open('no-heating', [2])];
  const residentIds = [...(await residentsIn(1)).slice(0, 1), ...(await residentsIn(2)).slice(0, 1)];
  const told = () => incidents.tellings({ residentIds, number, language: 'uk' });
  const [first, ...others] = await told();
  expect(others).toEqual([]);
  const ids = [first?.id, ...(first?.alike ?? [])];
  expect(ids.toSorted()).toEqual([one.id, other.id]);
  await joining.join(subscriber(one.id, number));
  expect(await told()).toMatchObject([{ joined: false }]);
  await joining.join(subscriber(other.id, number));
  expect(await told()).toMatchObject([{ joined: true }]);
});

test('a thousand callers make one incident with a thousand subscribers; who calls again stays one', async () => {
  const { id } = await open();
  const numbers = Array.from({ length: 1_000 }, (_, n) => `+38050${String(n).padStart(7, '0')}`);
  for (let from = 0; from < numbers.length; from += 100) {
    const some = numbers.slice(from, from + 100);
    await Promise.all([...some, ...some.slice(0, 20)].map((number) => joining.join(subscriber(id, number))));
  }
  expect(await incidents.list()).toMatchObject([{ id, subscribers: 1_000 }]);
  expect(await hears(1, numbers[7])).toMatchObject([
    { joined: true, prompt: 'known-breakdown.joined-before' },
  ]);
}, 30_000);

test('who joined is told once when it is mended: an SMS, or a call back where none can be read', async () => {
  const { id } = await open();
  await Promise.all(
    ['+380501112233', '+380342750111', '+380671112244'].map((number) => joining.join(subscriber(id, number))),
  );
  await incidents.close(id, null);
  news.tell();
  await expect.poll(async () => (await subscribersOf(t.db, id)).every((one) => one.toldAt)).toBe(true);
  const sms: { number: string; text: string }[] = await t.db('sms').orderBy('number');
  expect(sms.map(({ number }) => number)).toEqual(['+380501112233', '+380671112244']);
  expect(sms[0]?.text).toContain('Немає опалення');
  const [callback] = await openCallbacks(t.db);
  // What leads to the call in which he has asked for it.
  const asked = { number: '+380342750111', callId: 'n1-+380342750111' };
  expect(callback).toMatchObject({ ...asked, why: 'mended' });
  expect(steps).toMatchObject([{ kind: 'callback-promised', callbackId: callback?.id }]);
});

test('whom the SMS does not reach is called back, once', async () => {
  steps.length = 0;
  const { id } = await open();
  await joining.join(subscriber(id, refused));
  await incidents.close(id, null);
  await expect.poll(() => openCallbacks(t.db)).toMatchObject([{ number: refused, why: 'mended' }]);
  const [callback] = await openCallbacks(t.db);
  await expect.poll(() => steps).toMatchObject([{ callbackId: callback?.id, callId: `n1-${refused}` }]);
  expect(await t.db('sms')).toMatchObject([{ state: 'failed', why: 'mended' }]);
});

test('where nothing sends SMS, who joined is called back', async () => {
  const company = await loadCompany({ company: '750-600' });
  const unsent = createMessages({ db: t.db, log, node: 'n1', place: company });
  const byPeople = new MendedNews({ db: t.db, bus, company, messages: unsent, log });
  const { id } = await open();
  await joining.join(subscriber(id, '+380501112233'));
  await t.db('incidents').where({ id }).update({ closed_at: new Date() });
  byPeople.tell();
  await expect.poll(() => openCallbacks(t.db)).toMatchObject([{ number: '+380501112233', why: 'mended' }]);
  await byPeople.close();
  expect(await t.db('sms')).toEqual([]);
});

test('of a kind that has left the company file since no id stands in the SMS', async () => {
  const later = new MendedNews({ db: t.db, bus, company: { incidentKinds: [] }, messages, log });
  const { id } = await open();
  await joining.join(subscriber(id, '+380501112233'));
  await t.db('incidents').where({ id }).update({ closed_at: new Date() });
  later.tell();
  const texts = () => t.db('sms').pluck('text');
  await expect.poll(texts).toEqual(['Роботи у вашому будинку завершено. Дякуємо за терпіння.']);
  await later.close();
});

test('whom a process that died has not told, the next one tells; several at once tell nobody twice', async () => {
  const { id } = await open();
  await Promise.all(
    Array.from({ length: 30 }, (_, n) => joining.join(subscriber(id, `+3805011122${n + 10}`))),
  );
  await t.db('incidents').where({ id }).update({ closed_at: new Date() });
  const company = await loadCompany({ company: '750-600' });
  const several = [1, 2, 3].map(() => new MendedNews({ db: t.db, bus, company, messages, log }));
  for (const one of several) one.tell();
  await expect
    .poll(async () => (await subscribersOf(t.db, id)).every((one) => one.toldAt), { timeout: 5_000 })
    .toBe(true);
  await Promise.all(several.map((one) => one.close()));
  expect(await t.db('sms').pluck('number')).toHaveLength(30);
});

test('what is closed cannot be joined, closed again or put off', async () => {
  const { id } = await open();
  await incidents.close(id, null);
  expect(await joining.join(subscriber(id, '+380501112233'))).toBe(false);
  await expect(incidents.close(id, null)).rejects.toMatchObject({ code: 'incident.not-now' });
  await expect(incidents.expect(id, new Date())).rejects.toMatchObject({ code: 'incident.not-now' });
  await expect(incidents.close(9_999, null)).rejects.toMatchObject({ code: 'incident.unknown' });
});

test('what will be said is made when it is opened, and anew when it is said anew', async () => {
  made.length = 0;
  const { id } = await open('water-works');
  await expect.poll(() => made.length).toBe(6);
  expect(new Set(made)).toEqual(new Set(['known-breakdown.planned', 'known-breakdown.joined-before']));
  await incidents.expect(id, new Date(Date.now() + hourMs));
  await expect.poll(() => made.length).toBe(12);
});

test('what cannot be is refused, and nothing is left of it', async () => {
  await expect(open('flood')).rejects.toMatchObject({ code: 'incident.unknown-kind' });
  await expect(open('no-heating', [1, 9_999])).rejects.toMatchObject({ code: 'incident.unknown-building' });
  expect(await incidents.list()).toEqual([]);
});
