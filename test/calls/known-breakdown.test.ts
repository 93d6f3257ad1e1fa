import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { createIncidents, type ToldIncident } from '../../housing/incidents/incidents.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { buildingOf } from './building-of.ts';
import { supervisor } from './supervisor.ts';

/** What befell the caller's building, and what supervisors have callers told, by real calls. */
let world: World;
let supervise: Awaited<ReturnType<typeof supervisor>>;
const olena = knownNumbers.one;

beforeAll(async () => {
  world = await startWorld();
  supervise = await supervisor(world);
  await rememberLanguage(world.db, olena, 'uk');
});
afterAll(() => world.stop());
beforeEach(async () => {
  for (const table of ['incidents', 'announcements', 'sms', 'callbacks']) await world.db(table).delete();
});
afterEach(() => Promise.all(world.town.calls.map((call) => call.hangsUp())));

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const hourMs = 3_600_000;
const menu = { key: '1' };

async function opens(
  kind = 'no-heating',
  since = inMs(-2 * hourMs),
  until: string | null = inMs(4 * hourMs),
) {
  return supervise('incidents', { kind, since, until, buildingIds: [await buildingOf(world.db, olena)] });
}

/** What this caller is to hear now, the most urgent first. */
async function tellings(number: string = olena, language: 'uk' | 'ru' = 'uk'): Promise<ToldIncident[]> {
  const { db, company } = world.holos;
  const residentIds = await db('phones').where({ number }).pluck('resident_id');
  const incidents = createIncidents({ db, company, changed: () => undefined, mended: () => undefined });
  return incidents.tellings({ residentIds, number, language });
}

async function hearsOf(call: TownCall, told: ToldIncident | undefined): Promise<void> {
  if (!told) throw new Error('nothing is told');
  await call.hears(told.prompt, told.parameters, { limitMs: 25_000 });
}

const latestSteps = async (number: string = olena) => {
  const { items } = await listCalls(world.db, { number }, { limit: 1 });
  return stepsOf(world.db, items[0]?.id ?? '');
};
const saidIn = async (number: string = olena) =>
  (await latestSteps(number)).flatMap((step) => (step.kind === 'said' ? [step.prompt] : []));

test('the house knows: what, since when, until when; 1 joins, and when it is mended an SMS is written', async () => {
  const { id } = await opens();
  const call = await world.town.resident(olena).calls('750600');
  await call.heardWhole('notice.recorded');
  const [told] = await tellings();
  await call.heardWhole(told?.prompt ?? '', told?.parameters, { limitMs: 25_000 });
  await call.hears('known-breakdown.join', { key: '1' });
  await call.presses('1');
  await call.heardWhole('known-breakdown.joined');
  await call.hears('menu.request', menu);
  expect(await subscribersOf(world.db, id)).toMatchObject([{ number: olena, language: 'uk', toldAt: null }]);
  expect((await latestSteps()).some((step) => step.kind === 'incident-joined')).toBe(true);
  await call.hangsUp();

  await supervise(`incidents/${id}/close`);
  await expect.poll(() => world.db('sms').where({ number: olena, why: 'mended' })).toHaveLength(1);
  const later = await world.town.resident(olena).calls('750600');
  await later.hears('menu.request', menu, { limitMs: 25_000 });
  expect(await saidIn()).not.toContain('known-breakdown.breakdown');
});

test('one who has joined hears a shorter sentence and is not asked again', async () => {
  const { id } = await opens();
  const facts = {
    incidentId: id,
    number: olena,
    language: 'uk',
    hotline: '750-600',
    callId: 'earlier',
  } as const;
  const { db, company } = world.holos;
  await createIncidents({ db, company, changed: () => undefined, mended: () => undefined }).join(facts);
  const call = await world.town.resident(olena).calls('750600');
  const [told] = await tellings();
  expect(told?.prompt).toBe('known-breakdown.joined-before');
  await hearsOf(call, told);
  await call.hears('menu.request', menu, { limitMs: 25_000 });
  expect(await saidIn()).not.toContain('known-breakdown.join');
});

describe('the menu goes on', () => {
  test('when nothing is pressed', async () => {
    const { id } = await opens('no-heating', inMs(-30 * hourMs), null);
    const call = await world.town.resident(olena).calls('750600');
    await hearsOf(call, (await tellings())[0]);
    await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
    await call.hears('menu.request', menu, { limitMs: 20_000 });
    expect(await subscribersOf(world.db, id)).toEqual([]);
  });

  test('with another key, which counts for the menu: 0 is a person, 7 the emergency number', async () => {
    await opens();
    const call = await world.town.resident(olena).calls('750600');
    await hearsOf(call, (await tellings())[0]);
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    const other = await world.town.resident(olena).calls('750600');
    await hearsOf(other, (await tellings())[0]);
    await other.presses('0');
    await other.hears('queue.none', {}, { limitMs: 20_000 });
  });

  test('at once for one who presses ahead: nothing is told, and 1 is the menu’s', async () => {
    const { id } = await opens();
    const call = await world.town.resident(olena).calls('750600');
    await call.hears('greeting.750-600');
    await call.presses('1');
    await call.heardWhole('notice.recorded');
    await call.hears('request.what', {}, { limitMs: 10_000 });
    expect(await saidIn()).not.toContain('known-breakdown.breakdown');
    expect(await subscribersOf(world.db, id)).toEqual([]);
  });
});

test('of three things the two most urgent are told; 1 joins both', async () => {
  const works = await opens('water-works', inMs(10 * hourMs), inMs(14 * hourMs));
  const heat = await opens('no-heating');
  const water = await opens('no-cold-water');
  const call = await world.town.resident(olena).calls('750600');
  const told = await tellings();
  expect(told.map(({ id }) => id)).toEqual([heat.id, water.id]);
  for (const one of told) await hearsOf(call, one);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
  await call.presses('1');
  await call.hears('known-breakdown.joined');
  for (const { id } of [heat, water]) expect(await subscribersOf(world.db, id)).toHaveLength(1);
  expect(await subscribersOf(world.db, works.id)).toEqual([]);
});

test('after the choice of language it is told in that language, once', async () => {
  const number = knownNumbers.several;
  await world.db('number_languages').where({ number }).delete();
  const works = { kind: 'heating-works', since: inMs(-hourMs), until: inMs(5 * hourMs) };
  await supervise('incidents', { ...works, buildingIds: [await buildingOf(world.db, number)] });
  const call = await world.town.resident(number).calls('750600', { language: 'ru' });
  await call.hears('language.choose', { key: 2 }, { limitMs: 20_000 });
  await call.presses('2');
  const [told] = await tellings(number, 'ru');
  expect(told?.prompt).toBe('known-breakdown.planned');
  await hearsOf(call, told);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
  await call.presses('9');
  await call.hears('language.choose', { key: 2 }, { limitMs: 20_000 });
  await call.presses('2');
  await call.hears('menu.request', menu, { limitMs: 20_000 });
  expect((await saidIn(number)).filter((prompt) => prompt === 'known-breakdown.planned')).toHaveLength(1);
});

test('a spoofed number hears no name and no address; another building and a withheld number hear nothing of it', async () => {
  await opens();
  const spoofed = await world.town.resident('+380671234567').calls('750600', { from: olena });
  await hearsOf(spoofed, (await tellings())[0]);
  await spoofed.hears('menu.request', menu, { limitMs: 25_000 });
  await spoofed.hangsUp();
  const texts = (await latestSteps()).flatMap((step) => (step.kind === 'said' ? [step.text] : [])).join('\n');
  const home = await world
    .db('residents')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .whereIn('residents.id', world.db('phones').where({ number: olena }).select('resident_id'))
    .first('residents.name', 'buildings.street', 'buildings.house', 'accounts.number');
  for (const personal of [home.street, home.number, ...home.name.split(' ')])
    expect(texts).not.toContain(personal);

  const withheld = await world.town.resident(null).calls('750600');
  await withheld.hears('language.choose', { key: 1 }, { limitMs: 20_000 });
  await withheld.presses('1');
  await withheld.hears('menu.request', menu, { limitMs: 20_000 });
});

const heardThen = ['known-breakdown.breakdown', 'known-breakdown.join', 'known-breakdown.joined'];
test.each(heardThen)(
  'a hang-up during %s leaves nothing behind, and loses nothing that was told',
  async (last) => {
    const { id } = await opens();
    const call = await world.town.resident(olena).calls('750600');
    await hearsOf(call, (await tellings())[0]);
    if (last !== heardThen[0]) await call.hears('known-breakdown.join', { key: '1' });
    if (last === heardThen[2]) {
      await call.presses('1');
      await call.hears('known-breakdown.joined');
    }
    await call.hangsUp();
    await expect.poll(() => world.holos.live.size, { timeout: 8_000 }).toBe(0);
    expect(await world.holos.node.ari('bridges', 'list')).toEqual([]);
    expect(await subscribersOf(world.db, id)).toHaveLength(last === heardThen[2] ? 1 : 0);
  },
);

describe('announcements', () => {
  const announce = (change: object = {}) =>
    supervise('announcements', {
      ...{ hotline: '750-600', texts: { uk: 'Сьогодні ми працюємо до обіду.' } },
      ...{ beginsAt: inMs(-1_000), endsAt: inMs(hourMs) },
      ...change,
    });
  const text = { text: 'Сьогодні ми працюємо до обіду.' };

  test('is heard whole before what befell the building, until a supervisor ends it', async () => {
    await opens();
    const { id } = await announce();
    const call = await world.town.resident(olena).calls('750600');
    await call.heardWhole('notice.recorded');
    await call.heardWhole('announcement.text', text);
    await hearsOf(call, (await tellings())[0]);
    await call.hangsUp();
    await supervise(`announcements/${id}/end`);
    const later = await world.town.resident(olena).calls('750600');
    await hearsOf(later, (await tellings())[0]);
    expect(await saidIn()).not.toContain('announcement.text');
  });

  test('a key goes through it; another hotline has none; without a text in the language the first one is said', async () => {
    await announce();
    const call = await world.town.resident(olena).calls('750600');
    await call.hears('announcement.text', text, { limitMs: 25_000 });
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    const english = await world.town.resident('+380671140099').calls('750600');
    await english.hears('language.choose', { key: 1 }, { limitMs: 20_000 });
    await english.presses('3');
    await english.hears('announcement.text', text, { limitMs: 25_000, language: 'uk' });
    await english.hears('menu.request', menu, { limitMs: 25_000, language: 'en' });
    await english.hangsUp();
    const free = await world.town.resident(olena).calls('8800');
    await free.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await saidIn()).not.toContain('announcement.text');
  });
});

test('a restart of the controller in the middle: an apology, what befell the building, and joining still works', async () => {
  const { id } = await opens();
  const call = await world.town.resident(olena).calls('750600');
  await hearsOf(call, (await tellings())[0]);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await hearsOf(call, (await tellings())[0]);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
  await call.presses('1');
  await call.hears('known-breakdown.joined');
  expect(await subscribersOf(world.db, id)).toHaveLength(1);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('menu.request', menu, { limitMs: 40_000 });
}, 120_000);
