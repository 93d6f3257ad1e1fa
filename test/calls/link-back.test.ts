import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCall, insertCall } from '../../db/queries/calls.ts';
import { ownTestDatabase, type TestDatabase } from '../../db/testing.ts';
import { startWorld, type World } from '../town/world.ts';
import { whileAsteriskStandsStill } from './asterisk-still.ts';
import { type Outage, outagesOf } from './outages.ts';

/** The link to Asterisk comes back while the database is away: nobody who calls has to wait for that one. */
let database: TestDatabase;
let world: World;
let frozen: Outage;

beforeAll(async () => {
  database = await ownTestDatabase();
  world = await startWorld({ seed: 'none', settings: { databaseUrl: database.url } });
  ({ frozen } = outagesOf(database));
});
afterAll(async () => {
  await frozen.comes();
  await world.stop();
  await database.close();
});

test('who calls is answered, who is on the line goes on; what was unfinished is taken up when the database is back', async () => {
  const before = await world.town.resident('+380671330001').calls('750600');
  await before.hears('language.choose', { key: 1 }, { limitMs: 30_000 });
  await before.presses('1');
  await before.hears('menu.operator', { key: 0 }, { limitMs: 30_000 });
  const lost = { id: 'n1-lost', node: world.settings.node, direction: 'in', hotline: '750-600' } as const;
  await insertCall(world.db, { ...lost, number: '+380671330009', arrivedAt: new Date() });

  await frozen.goes();
  await whileAsteriskStandsStill(world);
  const meanwhile = await world.town.resident('+380671330002').calls('750600');
  await meanwhile.isAnswered(8_000);
  await meanwhile.hears('greeting.750-600');
  await before.presses('7');
  await before.hears('emergency.number', { number: '1580' }, { limitMs: 30_000 });
  await Promise.all([before.hangsUp(), meanwhile.hangsUp()]);

  await frozen.comes();
  await expect
    .poll(() => findCall(world.db, lost.id), { timeout: 20_000 })
    .toMatchObject({ result: 'failed', reason: 'controller-lost' });
  await expect.poll(() => world.holos.live.size, { timeout: 8_000 }).toBe(0);
}, 120_000);
