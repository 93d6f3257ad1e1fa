import type { Database } from '../../db/connect.ts';
import { promiseCallback } from '../../db/queries/callbacks.ts';
import { keepPlace, keepPromisesTo } from '../../db/queries/kept-places.ts';
import type { Bus } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { IvrServices } from '../services.ts';
import type { WaitingLine } from './line.ts';

/** Promises to call back, as the conversations make and keep them. What was promised is written before the caller hears of it. */
export function callbackPromises(parts: {
  db: Database;
  bus: Bus;
  log: Logger;
  line: Pick<WaitingLine, 'keep' | 'forget'>;
}): IvrServices['callbacks'] {
  const { db, bus, log, line } = parts;
  const tell = (callbackId: number) => bus.emit('callback', { callbackId });
  const behind = (work: Promise<void>, number: string) =>
    void work.catch((error) =>
      log.error({ err: error, number }, 'a promise to call back could not be written'),
    );
  return {
    promise: (callback) => promiseCallback(db, { ...callback, promisedAt: new Date() }),
    async keepPlace({ callId, number, hotline, ...place }) {
      const promise = { callId, number, hotline, why: 'kept-place', promisedAt: new Date() };
      const { id } = await promiseCallback(db, promise);
      line.keep(await keepPlace(db, id, place));
      return { id };
    },
    gaveUp(callback) {
      const write = async () => {
        const { id } = await promiseCallback(db, { ...callback, why: 'abandoned', promisedAt: new Date() });
        tell(id);
      };
      behind(write(), callback.number);
    },
    talkedTo(number) {
      const write = async () => {
        for (const id of await keepPromisesTo(db, number, new Date())) {
          line.forget(id);
          tell(id);
        }
      };
      behind(write(), number);
    },
  };
}
