import type { Settings } from '../../config/settings.ts';
import { connectDatabase } from '../../db/connect.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { databaseUrl } from '../../db/server.ts';
import { normaliseNumber } from '../../housing/phone-number.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';

/** A sentence that Holos wrote it said, and when it was begun. */
export interface Logged {
  readonly at: Date;
  readonly prompt: string;
  readonly text: string;
}

/** What Holos wrote that it said. */
export interface SaidByLog {
  /** What was begun last at a moment, as far as it may still be spoken then. */
  at(moment: Date): Promise<Logged | undefined>;
  close(): Promise<void>;
}

/** A sound may be placed so much before the step that tells of it. */
const earlyMs = 150;
/** How long a sentence may take: a slow voice says nine letters a second, and pauses between numbers. */
const longestMs = ({ text }: Logged) => 2_000 + 110 * text.length;

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
      const begun = (await stepsOf(db, call.id))
        .flatMap((step) => (step.kind === 'said' ? [step] : []))
        .findLast((step) => +step.at - earlyMs <= +moment);
      return begun && +moment - +begun.at <= longestMs(begun) ? begun : undefined;
    },
    close: () => db.destroy(),
  };
}
