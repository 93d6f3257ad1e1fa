import { z } from 'zod';
import { languages } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { joinIncident, type SubscriberRow } from '../../db/queries/incident-subscribers.ts';
import type { Keeper } from '../keeping/keeper.ts';

type Subscriber = Omit<SubscriberRow, 'id' | 'toldAt'>;

export interface Joining {
  /**
   * This number is told when it is mended; joining twice is joining once. False: it has been mended just now.
   * @throws HolosError `keeping.failed`
   */
  join(subscriber: Omit<Subscriber, 'joinedAt'>): Promise<boolean>;
}

/** Who wants to hear when a breakdown is mended. `mended`: somebody joined late, and is to be told at once. */
export function createJoining(parts: { db: Database; keeper: Keeper; mended: () => void }): Joining {
  const keep = parts.keeper.keeps({
    kind: 'incident-joined',
    schema,
    write: (subscriber) => joinIncident(parts.db, subscriber),
    async late(subscriber) {
      await joinIncident(parts.db, subscriber, { closedToo: true });
      parts.mended();
    },
  });
  return {
    async join(subscriber) {
      const kept = await keep({ ...subscriber, joinedAt: new Date() });
      return kept.kept === 'journal' || kept.result;
    },
  };
}

const schema: z.ZodType<Subscriber> = z.strictObject({
  incidentId: z.number(),
  number: z.string(),
  language: z.enum(languages),
  hotline: z.string(),
  callId: z.string(),
  joinedAt: z.coerce.date(),
});
