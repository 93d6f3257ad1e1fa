import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/connect.ts';
import { type TestDatabase, testDatabase } from '../../../db/testing.ts';
import type { Operator } from '../../contract/shapes.ts';
import { type Happening, History, happening } from '../fakes/history.ts';
import { keptDesk, liveStage, testWorld } from '../fakes/live-stage.ts';
import { enterPeople, enterResidents } from '../fakes/testing.ts';
import type { World } from './world.ts';

let database: TestDatabase;
let db: Database;
let olha: Operator;
let petro: Operator;
let residents: Awaited<ReturnType<typeof enterResidents>>;
let runs = 0;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  ({ olha, petro } = await enterPeople(db));
  residents = await enterResidents(db);
}, 60_000);
afterAll(() => database.close());

/** Answers after a while of its own, before or after it has looked: so that look-ups overtake each other. */
function unsteady(world: World, seed: number): World {
  let n = seed;
  const some = () => {
    n = (n * 7919 + 13) % 104_729;
    return pause(n % 8);
  };
  return new Proxy(world, {
    get: (target, name: keyof World) =>
      name === 'whole'
        ? target.whole
        : async (...words: never[]) => {
            await some();
            const found = await (target[name] as (...words: never[]) => Promise<unknown>)(...words);
            await some();
            return found;
          },
  });
}

test('a snapshot plus its events is what a desk opened afresh would show, whatever happens', async () => {
  const property = fc.asyncProperty(
    fc.array(happening, { minLength: 20, maxLength: 80 }),
    fc.nat(1000),
    async (happenings: Happening[], seed) => {
      const on = await liveStage(db, unsteady(testWorld(db), seed));
      const operatorIds = [olha.id, petro.id];
      const history = new History({ ...on, ...residents, db, operatorIds, name: `n1-${++runs}` });
      const early = keptDesk(on.live, olha);
      let late = early;
      for (const [i, one] of happenings.entries()) {
        await history.play(one);
        if (one.pauseMs > 4) await pause(one.pauseMs);
        if (i === seed % happenings.length) late = keptDesk(on.live, petro);
      }
      await on.live.settled();
      expect(early()).toEqual(await on.fresh(olha));
      if (late !== early) expect(late()).toEqual(await on.fresh(petro));
      await on.close();
    },
  );
  await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 40_000, endOnFailure: true });
}, 60_000);
