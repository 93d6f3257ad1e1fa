import type { Company } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import { stepsOfCalls } from '../db/queries/call-events.ts';
import { unfinishedCalls } from '../db/queries/calls.ts';
import type { Unfinished } from './take-up-calls.ts';
import { whereItWas } from './where-it-was.ts';

/** The calls of this node that have no end yet, with where each of them was. */
export async function unfinished(
  db: Database,
  node: string,
  { hotlines }: Pick<Company, 'hotlines'>,
): Promise<Unfinished[]> {
  const calls = await unfinishedCalls(db, node);
  const steps = await stepsOfCalls(
    db,
    calls.map((call) => call.id),
  );
  return calls.map((call) => {
    const [firstLanguage = 'uk'] = hotlines.find(({ id }) => id === call.hotline)?.languages ?? [];
    return whereItWas(call, steps.get(call.id) ?? [], firstLanguage);
  });
}
