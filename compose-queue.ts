import { DateTime } from 'luxon';
import { z } from 'zod';
import { queueRulesSchema, skillLevel } from './config/company/queues.ts';
import type { Company } from './config/company.ts';
import type { Database } from './db/connect.ts';
import { currentFloorChanges } from './db/queries/floor-changes.ts';
import { listOperators } from './db/queries/operators.ts';
import { figuresSince } from './db/queries/today.ts';
import type { Bus } from './events.ts';
import { WaitingLine } from './ivr/queue/line.ts';
import { Answers, openFloor } from './ivr/queue/open-floor.ts';
import { Operators } from './ivr/queue/operators.ts';
import { Rulebook, type RulebookParts } from './ivr/queue/rulebook.ts';
import { TalkCounts } from './ivr/queue/talk-counts.ts';
import { Talks } from './ivr/queue/talks.ts';
import type { Logger } from './log.ts';

/** What the queue knows from before this start. */
interface QueueMemory extends Pick<RulebookParts, 'operators' | 'changed'> {
  talksToday: ReadonlyMap<number, number>;
}

export async function queueMemory(db: Database, { timezone }: Company): Promise<QueueMemory> {
  const midnight = DateTime.now().setZone(timezone).startOf('day').toJSDate();
  const [operators, changes, { byOperator }] = await Promise.all([
    listOperators(db),
    currentFloorChanges(db),
    figuresSince(db, midnight),
  ]);
  const of = (kind: string) => changes.filter((one) => one.kind === kind && one.data !== null);
  return {
    operators,
    changed: {
      queues: new Map(of('queue').map(({ subject, data }) => [subject, queueRulesSchema.parse(data)])),
      skills: new Map(of('skills').map(({ subject, data }) => [Number(subject), levels.parse(data)])),
    },
    talksToday: new Map([...byOperator].map(([id, { calls }]) => [id, calls])),
  };
}

const levels = z.record(z.string(), skillLevel);

/** The queue with all its parts, and its side of the desk. */
export function openQueue(
  parts: QueueMemory & {
    company: Company;
    bus: Bus;
    log: Logger;
    endpointOf: (operatorId: number) => string;
  },
) {
  const { company, bus, log, endpointOf } = parts;
  const rulebook = new Rulebook(parts);
  const counts = new TalkCounts(bus, company.timezone, parts.talksToday);
  const operators = new Operators(bus, (queue) => rulebook.of(queue ?? '').wrapUpSeconds * 1000);
  const answers = new Answers();
  const line = new WaitingLine({
    bus,
    log,
    operators,
    rulebook,
    talks: counts,
    offers: { answers, endpointOf },
  });
  const talks = new Talks({ operators, endpointOf, log });
  return {
    line,
    talks,
    rulebook,
    floor: openFloor({ operators, line, talks, answers }),
    close() {
      line.close();
      counts.close();
      operators.close();
    },
  };
}
