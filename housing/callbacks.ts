import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { type CallbackRow, type NewCallback, promiseCallback } from '../db/queries/callbacks.ts';
import { giveUpPlace, keepPromisesTo } from '../db/queries/kept-places.ts';
import type { Bus } from '../events.ts';
import type { Logger } from '../log.ts';
import type { Keeper } from './keeping/keeper.ts';

export interface Callbacks {
  /**
   * Keeps the promise that somebody calls back: one a call and reason, however often it is made.
   * @param options as in `Keep`
   * @throws HolosError `keeping.failed`
   */
  promise(callback: Omit<NewCallback, 'promisedAt'>, options?: { isAway?: boolean }): Promise<void>;
  /** He has waited in vain, and is to be called back. Kept behind the call's back. */
  gaveUp(callback: Pick<NewCallback, 'callId' | 'number' | 'hotline'>): void;
  /** This number is talked to: nobody need call it back. Kept behind the call's back. */
  talkedTo(number: string): void;
  /** He was called back and is on the telephone: his place in the line is kept no longer. Kept behind the call's back. */
  reached(callbackId: number): void;
}

/** What callers are promised by the machine. The log of the call tells of it when it is in the database. */
export function createCallbacks(parts: { db: Database; bus: Bus; keeper: Keeper; log: Logger }): Callbacks {
  const { db, bus, keeper, log } = parts;
  const write = (callback: NewCallback) => promiseCallback(db, callback);
  const tell = ({ id }: CallbackRow, { callId, promisedAt }: NewCallback) =>
    bus.emit('step', { kind: 'callback-promised', callbackId: id, callId, at: promisedAt });
  const keep = keeper.keeps({
    kind: 'callback',
    schema,
    write,
    late: async (callback) => tell(await write(callback), callback),
  });
  const keepGivenUp = keeper.keeps({
    kind: 'gave-up',
    schema,
    // Nobody has promised him anything: only the list of call backs tells of it.
    write: async (callback) => bus.emit('callback', { callbackId: (await write(callback)).id }),
  });
  const keepTalkedTo = keeper.keeps({
    kind: 'talked-to',
    isAfterOthers: true,
    schema: z.strictObject({ number: z.string(), at: z.coerce.date() }),
    async write({ number, at }: { number: string; at: Date }) {
      for (const callbackId of await keepPromisesTo(db, number, at))
        bus.emit('callback', { callbackId, placeIsOver: true });
    },
  });
  const keepReached = keeper.keeps({
    kind: 'reached',
    isAfterOthers: true,
    schema: z.strictObject({ callbackId: z.number() }),
    async write({ callbackId }: { callbackId: number }) {
      await giveUpPlace(db, callbackId);
      bus.emit('callback', { callbackId, placeIsOver: true });
    },
  });
  return {
    async promise(callback, options) {
      const promised = { ...callback, promisedAt: new Date() };
      const kept = await keep(promised, options);
      if (kept.kept === 'database') tell(kept.result, promised);
    },
    gaveUp({ callId, number, hotline }) {
      keepGivenUp({ callId, number, hotline, why: 'abandoned', promisedAt: new Date() }).catch((error) =>
        log.error({ err: error, callId }, 'a caller who has waited in vain could not be written down'),
      );
    },
    talkedTo(number) {
      keepTalkedTo({ number, at: new Date() }).catch((error) =>
        log.error({ err: error, person: { number } }, 'a promise that is kept could not be written'),
      );
    },
    reached(callbackId) {
      keepReached({ callbackId }).catch((error) =>
        log.error({ err: error, callbackId }, 'a place that is over could not be written'),
      );
    },
  };
}

const schema: z.ZodType<NewCallback> = z.strictObject({
  callId: z.string(),
  number: z.string(),
  hotline: z.string(),
  why: z.string(),
  promisedAt: z.coerce.date(),
  messageFile: z.string().nullable().optional(),
  messageMs: z.number().nullable().optional(),
});
