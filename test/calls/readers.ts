import { vi } from 'vitest';
import { listCalls } from '../../db/queries/calls.ts';
import { readingsOfCall } from '../../db/queries/readings.ts';
import type { World } from '../town/world.ts';
import { type MeterAtHome, type MeterReader, meterReaders } from './handing-in.ts';

/** Somebody with three meters that work. */
export type Reader = MeterReader & Record<'first' | 'second' | 'third', MeterAtHome>;

/** A reading as it is kept when nobody doubts it. */
export const good = ({ id, value }: MeterAtHome) => ({ meterId: id, value: Number(value), doubts: [] });

/** Residents who hand in readings, and what was kept of them. Of tests that go on at the same time each has a resident of its own. */
export class Readers {
  readonly #world: World;
  readonly #left: MeterReader[];

  private constructor(world: World, left: MeterReader[]) {
    this.#world = world;
    this.#left = left;
  }

  static async open(world: World, count: number): Promise<Readers> {
    return new Readers(world, await meterReaders(world.db, count, 3));
  }

  /** Somebody who has not called yet. */
  next(): Reader {
    const one = this.#left.shift();
    const [first, second, third] = one?.meters ?? [];
    if (!one || !first || !second || !third) throw new Error('there are no more residents with three meters');
    return { ...one, first, second, third };
  }

  /** The latest call of a number, when it has ended. */
  async endedCall(number: string): Promise<string> {
    const latest = async () => (await listCalls(this.#world.db, { number }, { limit: 1 })).items[0];
    await vi.waitUntil(async () => (await latest())?.endedAt, { timeout: 15_000 });
    return (await latest())?.id ?? '';
  }

  /** What was kept of the latest call of a number. */
  async kept(number: string) {
    const readings = await readingsOfCall(this.#world.db, await this.endedCall(number));
    return readings.map(({ meterId, value, doubts }) => ({ meterId, value: Number(value), doubts }));
  }

  /** What was handed in of a meter by telephone, and whether it counts. */
  async valuesOf({ id }: MeterAtHome): Promise<[number, number | null][]> {
    const rows = await this.#world
      .db('readings')
      .where({ meter_id: id })
      .whereNotNull('call_id')
      .orderBy('id');
    return rows.map((row) => [Number(row.value), row.current]);
  }
}
