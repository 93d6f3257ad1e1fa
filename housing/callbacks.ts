import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { type CallbackRow, type NewCallback, promiseCallback } from '../db/queries/callbacks.ts';
import type { Bus } from '../events.ts';
import type { Keeper } from './keeping/keeper.ts';

export interface Callbacks {
  /** Keeps the promise that somebody calls back: one a call, however often it is made. @throws HolosError `keeping.failed` */
  promise(callback: Omit<NewCallback, 'promisedAt'>): Promise<void>;
}

/** What callers are promised by the machine. The log of the call tells of it when it is in the database. */
export function createCallbacks({ db, bus, keeper }: { db: Database; bus: Bus; keeper: Keeper }): Callbacks {
  const write = (callback: NewCallback) => promiseCallback(db, callback);
  const tell = ({ id }: CallbackRow, { callId, promisedAt }: NewCallback) =>
    bus.emit('step', { kind: 'callback-promised', callbackId: id, callId, at: promisedAt });
  const keep = keeper.keeps({
    kind: 'callback',
    schema,
    write,
    late: async (callback) => tell(await write(callback), callback),
  });
  return {
    async promise(callback) {
      const promised = { ...callback, promisedAt: new Date() };
      const kept = await keep(promised);
      if (kept.kept === 'database') tell(kept.result, promised);
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
