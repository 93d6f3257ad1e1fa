import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { startWorld, type World } from '../town/world.ts';
import { Breakdowns, hearsOf, inHours } from './breakdowns.ts';
import { eventually } from './goes-to.ts';

/** What befell the caller's building, by real calls. How the menu goes on after it: known-breakdown-left.test.ts. */
let world: World;
let at: Breakdowns;

beforeAll(async () => {
  world = await startWorld({ buildings: 12 });
  at = await Breakdowns.in(world);
});
afterAll(() => world.stop());

const menu = { key: '1' };

describe.concurrent('the house knows', () => {
  test('what, since when, until when, and no name and no address; 1 joins, one who has joined hears a shorter sentence and is not asked again, and when it is mended he is called back, for nothing sends SMS', async () => {
    const home = at.household();
    const { number } = home;
    const { id } = await at.opens(home);
    const call = await world.town.resident(number).calls('750600');
    await call.heardWhole('notice.recorded', {}, { limitMs: 25_000 });
    const [told] = await at.tellings(number);
    await call.heardWhole(told?.prompt ?? '', told?.parameters, { limitMs: 25_000 });
    await call.hears('known-breakdown.join', { key: '1' });
    await call.presses('1');
    await call.heardWhole('known-breakdown.joined');
    await call.hears('menu.request', menu);
    expect(await subscribersOf(world.db, id)).toMatchObject([{ number, language: 'uk', toldAt: null }]);
    expect((await at.stepsOfLatest(number)).some((step) => step.kind === 'incident-joined')).toBe(true);
    await call.hangsUp();
    const texts = (await at.stepsOfLatest(number)).flatMap((step) =>
      step.kind === 'said' ? [step.text] : [],
    );
    for (const personal of await personalOf(number)) expect(texts.join('\n')).not.toContain(personal);

    const later = await world.town.resident(number).calls('750600');
    const [shorter] = await at.tellings(number);
    expect(shorter?.prompt).toBe('known-breakdown.joined-before');
    await hearsOf(later, shorter);
    await later.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await at.saidTo(number)).not.toContain('known-breakdown.join');
    await later.hangsUp();

    await at.supervise(`incidents/${id}/close`);
    await eventually(async () =>
      expect(await world.db('callbacks').where({ number, why: 'mended' })).toHaveLength(1),
    );
    expect(await at.tellings(number)).toEqual([]);
  });

  test('of three things the two most urgent are told; 1 joins both, and once for two calls of one number', async () => {
    const home = at.household();
    const works = await at.opens(home, 'water-works', inHours(10), inHours(14));
    const heat = await at.opens(home);
    const water = await at.opens(home, 'no-cold-water');
    const told = await at.tellings(home.number);
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

  test('after the choice of language it is told in that language', async () => {
    const { number, buildingId } = at.household();
    await world.db('number_languages').where({ number }).delete();
    const works = { kind: 'heating-works', since: inHours(-1), until: inHours(5) };
    await at.supervise('incidents', { ...works, buildingIds: [buildingId] });
    const call = await world.town.resident(number).calls('750600', { language: 'ru' });
    await call.hears('language.choose', { key: 2 }, { limitMs: 20_000 });
    await call.presses('2');
    const [told] = await at.tellings(number, 'ru');
    expect(told?.prompt).toBe('known-breakdown.planned');
    await hearsOf(call, told);
    await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 20_000 });
    await call.hangsUp();
  });

  test('another building hears nothing of it', async () => {
    await at.opens(at.household());
    const neighbour = at.household();
    const other = await world.town.resident(neighbour.number).calls('750600');
    await other.hears('menu.request', menu, { limitMs: 25_000 });
    expect(await at.saidTo(neighbour.number)).not.toContain('known-breakdown.breakdown');
    await other.hangsUp();
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
