import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/connect.ts';
import { type TestDatabase, testDatabase } from '../../../db/testing.ts';
import { Bus } from '../../../events.ts';
import { createLog } from '../../../log.ts';
import { CallLog } from '../../../telephony/call/log.ts';
import { stepStore } from '../../../telephony/call/step-store.ts';
import { apply, type DeskEvent, type DeskState } from '../../contract/live.ts';
import type { Operator } from '../../contract/shapes.ts';
import { FakeFloor } from '../fakes/floor.ts';
import { type Happening, History, happening } from '../fakes/history.ts';
import { enterPeople, enterResidents, testCompany } from '../fakes/testing.ts';
import type { BoardState } from './boards.ts';
import { Live } from './live.ts';
import type { World } from './world.ts';
import { databaseWorld } from './world-db.ts';

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

const log = createLog('silent');

/** A stage on which histories are played: the live desk over a world that answers now sooner, now later. */
async function stage(world: World = databaseWorld(db, ['n1'], testCompany)) {
  const bus = new Bus((error) => {
    throw error;
  });
  const floor = new FakeFloor(bus);
  const calls = new CallLog({ bus, store: stepStore(db, 'n1'), log });
  let node: 'up' | 'down' = 'up';
  let lines = 0;
  bus.on('lines', ({ inUse }) => {
    lines = inUse;
  });
  bus.on('node', ({ state }) => {
    node = state === 'up' ? 'up' : 'down';
  });
  const parts = {
    bus,
    log,
    floor,
    company: testCompany,
    nodes: () => ({ n1: node }),
    rules: { queue: async () => null, skills: async () => null },
    linesInUse: () => lines,
  };
  const live = new Live({ ...parts, world, stepsWritten: () => calls.written() });
  await live.start();
  const name = `n1-${++runs}`;
  const operatorIds = [olha.id, petro.id];
  const history = new History({ db, bus, floor, live, operatorIds, ...residents, name });
  return {
    ...{ bus, floor, live, history },
    /** What a desk that is opened after a restart would show. */
    async fresh(operator: Operator): Promise<BoardState> {
      await calls.written();
      const other = new Live({
        ...parts,
        bus: new Bus(() => undefined),
        world: databaseWorld(db, ['n1'], testCompany),
      });
      await other.start();
      const state = other.snapshot(operator);
      await other.stop();
      return state;
    },
    async close() {
      await live.stop();
      await calls.close();
    },
  };
}

const noPhone = {
  ...({ kind: 'browser', state: 'unregistered' } as const),
  ...{ socketUrl: '', user: '', domain: '', port: 0, password: '' },
};

/** A desk as the browser keeps it: a snapshot and what came after. */
function desk(live: Live, operator: Operator) {
  const events: DeskEvent[] = [];
  let state: DeskState;
  const take = () => {
    const watched = live.watch(operator, { event: (event) => events.push(event), reset: () => take() });
    events.length = 0;
    state = structuredClone({ ...watched.state, sequence: 0, now: '', phone: noPhone });
  };
  take();
  return (): BoardState => {
    const {
      sequence: _,
      now: __,
      phone: ___,
      ...rest
    } = events.reduce((before, event, i) => apply(before, i + 1, structuredClone(event)), state);
    return rest;
  };
}

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
      const on = await stage(unsteady(databaseWorld(db, ['n1'], testCompany), seed));
      const early = desk(on.live, olha);
      let late = early;
      for (const [i, one] of happenings.entries()) {
        await on.history.play(one);
        if (one.pauseMs > 4) await pause(one.pauseMs);
        if (i === seed % happenings.length) late = desk(on.live, petro);
      }
      await on.live.settled();
      expect(early()).toEqual(await on.fresh(olha));
      if (late !== early) expect(late()).toEqual(await on.fresh(petro));
      await on.close();
    },
  );
  await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 40_000, endOnFailure: true });
}, 60_000);
