import type { Company } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import { stepsOfCalls } from '../db/queries/call-events.ts';
import { type CallSummary, unfinishedCalls } from '../db/queries/calls.ts';
import type { Unfinished } from './take-up-calls.ts';
import { whereItWas } from './where-it-was.ts';

/** What else than its own steps tells how long a call may have gone on. */
export interface KnownElsewhere {
  /** The last that any log knew of before this controller; undefined: nothing. */
  lastKnownAt: Date | undefined;
  /** Until when a call was recorded; null: it was not. Never fails. */
  recordedUntil: (call: Pick<CallSummary, 'id' | 'answeredAt'>) => Promise<Date | null>;
}

/** The calls of this node that have no end yet, with where each of them was. */
export async function unfinished(
  db: Database,
  node: string,
  { hotlines }: Pick<Company, 'hotlines'>,
  { lastKnownAt, recordedUntil }: KnownElsewhere,
): Promise<Unfinished[]> {
  const calls = await unfinishedCalls(db, node);
  const steps = await stepsOfCalls(
    db,
    calls.map((call) => call.id),
  );
  return Promise.all(
    calls.map(async (call) => {
      const [firstLanguage = 'uk'] = hotlines.find(({ id }) => id === call.hotline)?.languages ?? [];
      const its = steps.get(call.id) ?? [];
      const known = [its.at(-1)?.at, lastKnownAt, await recordedUntil(call)];
      return {
        ...whereItWas(call, its, firstLanguage),
        knownUntil: new Date(Math.max(...[call.arrivedAt, ...known].map((at) => at?.getTime() ?? 0))),
      };
    }),
  );
}
