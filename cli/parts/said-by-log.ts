import type { Settings } from '../../config/settings.ts';
import { connectDatabase } from '../../db/connect.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { databaseUrl } from '../../db/server.ts';
import { normaliseNumber } from '../../housing/phone-number.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';

/** What Holos wrote that it said, nearest to a moment; undefined when it wrote nothing near it. */
export interface SaidByLog {
  at(moment: Date): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A sentence begins this near to the step that tells of it. */
const nearMs = 1_500;

/**
 * For sentences that cannot be recognised beforehand, since they speak of numbers and names: what the log of events has. It is
 * told as such, for it is not what was heard.
 */
export async function saidByLog(settings: Settings, from: string, since: Date): Promise<SaidByLog> {
  const { company } = await inForce(settings);
  const number = normaliseNumber(from, company);
  const db = connectDatabase(databaseUrl(settings), { connections: 1 });
  return {
    async at(moment) {
      if (number === null) return undefined;
      const [call] = (await listCalls(db, { number }, { limit: 1 })).items;
      if (!call || call.arrivedAt < since) return undefined;
      const near = (await stepsOf(db, call.id))
        .flatMap((step) => (step.kind === 'said' ? [{ ...step, awayMs: Math.abs(+step.at - +moment) }] : []))
        .filter((step) => step.awayMs < nearMs)
        .sort((a, b) => a.awayMs - b.awayMs);
      return near[0] && `«${near[0].text}» (${near[0].prompt})`;
    },
    close: () => db.destroy(),
  };
}
