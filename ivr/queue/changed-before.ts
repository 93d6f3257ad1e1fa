import { z } from 'zod';
import { overflowFault, skillFaults } from '../../config/company/queue-checks.ts';
import { queueRulesSchema, skillLevel } from '../../config/company/queues.ts';
import type { Company } from '../../config/company.ts';
import type { FloorChange } from '../../db/queries/floor-changes.ts';
import type { RulebookChanges } from './rulebook.ts';

const skillLevels = z.record(z.string(), skillLevel);

/** A change of before that does not hold any more, because the company file is another one now. */
export interface ChangeLeft {
  kind: FloorChange['kind'];
  subject: string;
  why: string;
}

/**
 * What supervisors have changed before this start, as far as it fits the company file as it is now; of the rest, why not. Where
 * a change does not fit the company file holds: a caller must not wait for a queue that is gone.
 */
export function changedBefore(
  changes: readonly FloorChange[],
  { queues }: Pick<Company, 'queues'>,
): RulebookChanges & { left: ChangeLeft[] } {
  const changed = { queues: new Map(), skills: new Map(), left: [] as ChangeLeft[] };
  for (const { kind, subject, data } of changes) {
    if (data === null) continue;
    const leave = (why: string) => changed.left.push({ kind, subject, why });
    if (kind === 'skills') {
      const levels = skillLevels.safeParse(data);
      if (!levels.success) {
        leave(levels.error.message);
        continue;
      }
      const gone = skillFaults(levels.data, queues).map(({ skill }) => skill);
      const known = Object.entries(levels.data).filter(([skill]) => !gone.includes(skill));
      changed.skills.set(Number(subject), Object.fromEntries(known));
      if (gone.length > 0) leave(`the company file has no such queue: ${gone.join(', ')}`);
      continue;
    }
    const rules = queueRulesSchema.safeParse(data);
    const why = rules.success ? overflowFault(subject, rules.data, queues) : rules.error.message;
    if (!queues.some(({ id }) => id === subject)) leave('the company file has no such queue');
    else if (why !== undefined) leave(why);
    else changed.queues.set(subject, rules.data);
  }
  return changed;
}
