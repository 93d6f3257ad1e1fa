import type { Database } from '../../../db/connect.ts';
import { Bus } from '../../../events.ts';
import { createLog } from '../../../log.ts';
import { CallLog } from '../../../telephony/call/log.ts';
import { stepStore } from '../../../telephony/call/step-store.ts';
import { apply, type DeskEvent, type DeskState } from '../../contract/live.ts';
import type { Operator } from '../../contract/shapes.ts';
import type { BoardState } from '../live/boards.ts';
import { Live } from '../live/live.ts';
import type { World } from '../live/world.ts';
import { databaseWorld } from '../live/world-db.ts';
import { FakeFloor } from './floor.ts';
import { testCompany } from './testing.ts';

const log = createLog('silent');

/** The world as the live desk reads it. */
export const testWorld = (db: Database): World => databaseWorld(db, ['n1'], testCompany);

/** The live desk by itself, over a database and a floor without Asterisk. */
export async function liveStage(db: Database, world: World) {
  const bus = new Bus((error) => {
    throw error;
  });
  const floor = new FakeFloor(bus);
  const calls = new CallLog({ bus, store: stepStore(db, 'n1'), log });
  let node: 'up' | 'down' = 'up';
  let lines = 0;
  let restsUntil: Date | null = null;
  bus.on('lines', ({ inUse }) => {
    lines = inUse;
  });
  bus.on('campaigns-rest', ({ until }) => {
    restsUntil = until;
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
    campaignsRestUntil: () => restsUntil,
  };
  const live = new Live({ ...parts, world, stepsWritten: () => calls.written() });
  await live.start();
  return {
    ...{ bus, floor, live, calls },
    /** What a desk that is opened after a restart would show. */
    async fresh(operator: Operator): Promise<BoardState> {
      await calls.written();
      const other = new Live({ ...parts, bus: new Bus(() => undefined), world: testWorld(db) });
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

/** A desk as the browser keeps it: a snapshot and what came after. `anew`: everything was read anew. */
export function keptDesk(live: Live, operator: Operator, anew = () => {}): () => BoardState {
  const events: DeskEvent[] = [];
  let state: DeskState;
  const take = () => {
    const reset = () => {
      take();
      anew();
    };
    const watched = live.watch(operator, { event: (event) => events.push(event), reset });
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
