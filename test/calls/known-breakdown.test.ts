import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { joinIncident, subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { createIncidents, type ToldIncident } from '../../housing/incidents/incidents.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { type Household, households } from './households.ts';
import { supervisor } from './supervisor.ts';

/** What befell the caller's building, by real calls; every test has a building of its own. */
let world: World;
let supervise: Awaited<ReturnType<typeof supervisor>>;
let homes: Household[];

beforeAll(async () => {
  world = await startWorld({ buildings: 24 });
  supervise = await supervisor(world);
  homes = await households(world.db);
});
afterAll(() => world.stop());

/** Somebody who has not called yet. */
function household(): Household {
  const home = homes.shift();
  if (!home) throw new Error('there are no more buildings');
  return home;
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const hourMs = 3_600_000;
const menu = { key: '1' };

async function opens(
  { buildingId }: Household,
  kind = 'no-heating',
  since = inMs(-2 * hourMs),
  until: string | null = inMs(4 * hourMs),
) {
  return supervise('incidents', { kind, since, until, buildingIds: [buildingId] });
}

const incidents = () => {
  const { db, company } = world.holos;
  return createIncidents({ db, company, changed: () => undefined, mended: () => undefined });
};

/** What this caller is to hear now, the most urgent first. */
async function tellings(number: string, language: 'uk' | 'ru' = 'uk'): Promise<ToldIncident[]> {
  const residentIds = await world.db('phones').where({ number }).pluck('resident_id');
  return incidents().tellings({ residentIds, number, language });
}

async function hearsOf(call: TownCall, told: ToldIncident | undefined): Promise<void> {
  if (!told) throw new Error('nothing is told');
  await call.hears(told.prompt, told.parameters, { limitMs: 25_000 });
}

const latestCall = async (number: string) => {
  const { items } = await listCalls(world.db, { number }, { limit: 1 });
  return items[0]?.id ?? '';
};
const stepsOfLatest = async (number: string) => stepsOf(world.db, await latestCall(number));
const saidTo = async (number: string) =>
  (await stepsOfLatest(number)).flatMap((step) => (step.kind === 'said' ? [step.prompt] : []));

test.concurrent('a hang-up at every step leaves nobody joined who was not told so', async () => {
  const ids = new Map<string, number>();
  const way = {
    flows: ['knownBreakdown'],
    async caller() {
      const home = household();
      ids.set(home.number, (await opens(home)).id);
      return home.number;
    },
    calls: '',
    answers: [['known-breakdown.join', '1']] as const,
  };
  await hangUpEverywhere(world, way, async ({ number, moment, hasHeard }) => {
    const joined = hasHeard('said known-breakdown.joined') ? [{ number }] : [];
    expect(await subscribersOf(world.db, ids.get(number) ?? 0), moment).toMatchObject(joined);
  });
});

describe.concurrent('the house knows', () => {
  test('what, since when, until when; 1 joins, and when it is mended he is called back, for nothing sends SMS', async () => {
    const home = household();
    const { number } = home;
    const { id } = await opens(home);
    const call = await world.town.resident(number).calls('750600');
    await call.heardWhole('notice.recorded', {}, { limitMs: 25_000 });
    const [told] = await tellings(number);
    await call.heardWhole(told?.prompt ?? '', told?.parameters, { limitMs: 25_000 });
    await call.hears('known-breakdown.join', { key: '1' });
    await call.presses('1');
    await call.heardWhole('known-breakdown.joined');
    await call.hears('menu.request', menu);
    expect(await subscribersOf(world.db, id)).toMatchObject([{ number, language: 'uk', toldAt: null }]);
    expect((await stepsOfLatest(number)).some((step) => step.kind === 'incident-joined')).toBe(true);
    await call.hangsUp();

    await supervise(`incidents/${id}/close`);
    await expect.poll(() => world.db('callbacks').where({ number, why: 'mended' })).toHaveLength(1);
    const later = await world.town.resident(number).calls('750600');
    await later.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await saidTo(number)).not.toContain('known-breakdown.breakdown');
    await later.hangsUp();
  });

  test('one who has joined hears a shorter sentence and is not asked again', async () => {
    const home = household();
    const { number } = home;
    const { id } = await opens(home);
    const facts = { number, language: 'uk', hotline: '750-600', callId: 'earlier' } as const;
    await joinIncident(world.db, { ...facts, incidentId: id, joinedAt: new Date() });
    const call = await world.town.resident(number).calls('750600');
    const [told] = await tellings(number);
    expect(told?.prompt).toBe('known-breakdown.joined-before');
    await hearsOf(call, told);
    await call.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await saidTo(number)).not.toContain('known-breakdown.join');
    await call.hangsUp();
  });

  test('of three things the two most urgent are told; 1 joins both, and once for two calls of one number', async () => {
    const home = household();
    const works = await opens(home, 'water-works', inMs(10 * hourMs), inMs(14 * hourMs));
    const heat = await opens(home);
    const water = await opens(home, 'no-cold-water');
    const told = await tellings(home.number);
    expect(told.map(({ id }) => id)).toEqual([heat.id, water.id]);
    const joins = async () => {
      const call = await world.town.resident(home.number).calls('750600');
      for (const one of told) await hearsOf(call, one);
      await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
      await call.presses('1');
      await call.hears('known-breakdown.joined');
      return call;
    };
    const calls = await Promise.all([joins(), joins()]);
    for (const { id } of [heat, water]) expect(await subscribersOf(world.db, id)).toHaveLength(1);
    expect(await subscribersOf(world.db, works.id)).toEqual([]);
    await Promise.all(calls.map((call) => call.hangsUp()));
  });

  test('after the choice of language it is told in that language, and again after another choice in the middle of it', async () => {
    const { number, buildingId } = household();
    await world.db('number_languages').where({ number }).delete();
    const works = { kind: 'heating-works', since: inMs(-hourMs), until: inMs(5 * hourMs) };
    await supervise('incidents', { ...works, buildingIds: [buildingId] });
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
    await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
    await call.hears('menu.request', menu, { limitMs: 20_000 });
    expect((await saidTo(number)).filter((prompt) => prompt === 'known-breakdown.planned')).toHaveLength(2);
    await call.hangsUp();
  });

  test('a spoofed number hears no name and no address; another building and a withheld number hear nothing of it', async () => {
    const home = household();
    await opens(home);
    const spoofed = await world.town.resident('+380671234567').calls('750600', { from: home.number });
    await hearsOf(spoofed, (await tellings(home.number))[0]);
    await spoofed.hears('menu.request', menu, { limitMs: 25_000 });
    await spoofed.hangsUp();
    const texts = (await stepsOfLatest(home.number)).flatMap((step) =>
      step.kind === 'said' ? [step.text] : [],
    );
    for (const personal of await personalOf(home.number)) expect(texts.join('\n')).not.toContain(personal);

    const neighbour = household();
    const other = await world.town.resident(neighbour.number).calls('750600');
    await other.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await saidTo(neighbour.number)).not.toContain('known-breakdown.breakdown');
    await other.hangsUp();
    const withheld = await world.town.resident(null).calls('750600');
    await withheld.hears('language.choose', { key: 1 }, { limitMs: 20_000 });
    await withheld.presses('1');
    await withheld.hears('menu.request', menu, { limitMs: 20_000 });
    await withheld.hangsUp();
  });
});

/** What must not be spoken because of a number alone. */
async function personalOf(number: string): Promise<string[]> {
  const home = await world
    .db('phones')
    .join('residents', 'residents.id', 'phones.resident_id')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .join('buildings', 'buildings.id', 'accounts.building_id')
    .where({ 'phones.number': number })
    .first('residents.name', 'buildings.street', { account: 'accounts.number' });
  return [home.street, home.account, ...home.name.split(' ')];
}

describe.concurrent('the menu goes on', () => {
  test('when nothing is pressed', async () => {
    const home = household();
    const { id } = await opens(home, 'no-heating', inMs(-30 * hourMs), null);
    const call = await world.town.resident(home.number).calls('750600');
    await hearsOf(call, (await tellings(home.number))[0]);
    await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
    await call.hears('menu.request', menu, { limitMs: 20_000 });
    expect(await subscribersOf(world.db, id)).toEqual([]);
    await call.hangsUp();
  });

  test('with another key, which counts for the menu: 0 is a person, 7 the emergency number', async () => {
    const home = household();
    await opens(home);
    const call = await world.town.resident(home.number).calls('750600');
    await hearsOf(call, (await tellings(home.number))[0]);
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    const other = await world.town.resident(home.number).calls('750600');
    await hearsOf(other, (await tellings(home.number))[0]);
    await other.presses('0');
    await other.hears('queue.none', {}, { limitMs: 20_000 });
    await other.hangsUp();
  });

  test('at once for one who presses ahead: nothing is told, and 1 is the menu’s', async () => {
    const home = household();
    const { id } = await opens(home);
    const call = await world.town.resident(home.number).calls('750600');
    await call.hears('greeting.750-600', {}, { limitMs: 25_000 });
    await call.presses('1');
    await call.heardWhole('notice.recorded');
    await call.hears('request.what', {}, { limitMs: 10_000 });
    expect(await saidTo(home.number)).not.toContain('known-breakdown.breakdown');
    expect(await subscribersOf(world.db, id)).toEqual([]);
    await call.hangsUp();
  });
});

test('a restart of the controller in the middle: an apology, what befell the building, and joining still works', async () => {
  const home = household();
  const { id } = await opens(home);
  const call = await world.town.resident(home.number).calls('750600');
  await hearsOf(call, (await tellings(home.number))[0]);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await hearsOf(call, (await tellings(home.number))[0]);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
  await call.presses('1');
  await call.hears('known-breakdown.joined');
  expect(await subscribersOf(world.db, id)).toHaveLength(1);
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('menu.request', menu, { limitMs: 40_000 });
  await call.hangsUp();
}, 120_000);
