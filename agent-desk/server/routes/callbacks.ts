import type { Database } from '../../../db/connect.ts';
import { callbacksToMake, markCallbackDone } from '../../../db/queries/callbacks.ts';
import { HolosError } from '../../../errors.ts';
import type { OutgoingRules } from '../../../housing/destinations.ts';
import { presentCallback } from '../present/callback.ts';
import type { Handlers } from '../routing.ts';

/** `done` is told of every callback that was made, so that it leaves the desks and the line at once. */
export function callbackRoutes(
  db: Database,
  company: OutgoingRules,
  done: (id: number) => void,
): Pick<Handlers, 'callbacks' | 'callbackDone'> {
  return {
    callbacks: async () => (await callbacksToMake(db)).map((one) => presentCallback(one, company)),
    async callbackDone({ params }) {
      const callback = await markCallbackDone(db, params.id, new Date());
      if (!callback) throw new HolosError('callback.unknown', 'There is no such promise to call back.');
      done(params.id);
      return presentCallback(callback, company);
    },
  };
}
