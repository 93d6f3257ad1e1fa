import type { Database } from '../../db/connect.ts';
import { lookedUp } from '../../db/in-time.ts';
import { promiseCallback } from '../../db/queries/callbacks.ts';
import { keepPlace } from '../../db/queries/kept-places.ts';
import { codeOf } from '../../errors.ts';
import type { Bus } from '../../events.ts';
import type { Callbacks } from '../../housing/callbacks.ts';
import type { Logger } from '../../log.ts';
import type { IvrServices } from '../services.ts';
import type { WaitingLine } from './line.ts';

/** Promises to call back, as the conversations make and keep them. What was promised is written before the caller hears of it. */
export function callbackPromises(parts: {
  db: Database;
  bus: Bus;
  log: Logger;
  line: Pick<WaitingLine, 'keep' | 'talkedTo'>;
  callbacks: Callbacks;
}): IvrServices['callbacks'] {
  const { db, bus, log, line, callbacks } = parts;
  return {
    ...callbacks,
    async keepPlace({ callId, number, hotline, ...place }) {
      const promise = { callId, number, hotline, why: 'kept-place' };
      const promisedAt = new Date();
      const write = async () => {
        const { id } = await promiseCallback(db, { ...promise, promisedAt });
        line.keep(await keepPlace(db, id, place));
        bus.emit('step', { kind: 'callback-promised', callbackId: id, callId, at: promisedAt });
      };
      try {
        await lookedUp(write());
        return true;
      } catch (error) {
        if (codeOf(error) !== 'db.away') throw error;
        log.error({ err: error, callId }, 'a place in the line could not be kept');
        // What was begun may still be written when the database is back: it is the same promise, and he is called at his place.
        await callbacks.promise(promise, { isAway: true });
        return false;
      }
    },
    talkedTo(number) {
      line.talkedTo(number);
      callbacks.talkedTo(number);
    },
  };
}
