import type { Company } from '../company.ts';
import { type CompanyFault, unknown } from './fault.ts';
import type { QueueRules } from './queues.ts';
import { languages } from './shared.ts';

/** Whether everything that queues and skills name exists, and whether it is clear where each caller waits. */
export function checkQueues(company: Company, flows: readonly string[] | undefined): CompanyFault[] {
  return [
    ...checkFlows(company, flows),
    ...checkEmergencies(company),
    ...checkOverflow(company),
    ...checkSkills(company),
  ];
}

function checkFlows({ queues }: Company, known: readonly string[] | undefined): CompanyFault[] {
  const queueOf = new Map<string, string>();
  return queues.flatMap(({ id, flows }, i) =>
    flows.flatMap((flow, n): CompanyFault[] => {
      const path = ['queues', i, 'flows', n];
      const other = queueOf.get(flow);
      queueOf.set(flow, id);
      if (known && !known.includes(flow)) return [{ path, message: unknown('flow', flow, known) }];
      return other ? [{ path, message: `callers from ${flow} wait in ${other} already` }] : [];
    }),
  );
}

function checkEmergencies({ queues }: Company): CompanyFault[] {
  const [first, ...more] = queues.flatMap(({ id, emergencies }, i) => (emergencies ? [{ id, i }] : []));
  return more.map(({ i }) => ({
    path: ['queues', i, 'emergencies'],
    message: `emergencies come to ${first?.id} already: one queue can have them`,
  }));
}

function checkOverflow({ queues }: Company): CompanyFault[] {
  return queues.flatMap((queue, i): CompanyFault[] => {
    const message = overflowFault(queue.id, queue, queues);
    return message ? [{ path: ['queues', i, 'overflow', 'queue'], message }] : [];
  });
}

/** Why callers of a queue cannot go on where its rules say; nothing where they can. */
export function overflowFault(
  queue: string,
  { overflow }: Pick<QueueRules, 'overflow'>,
  queues: Company['queues'],
): string | undefined {
  if (overflow?.queue === undefined) return undefined;
  if (overflow.queue === queue) return `${queue} cannot overflow into itself`;
  const ids = queues.map((one) => one.id);
  return ids.includes(overflow.queue) ? undefined : unknown('queue', overflow.queue, ids);
}

function checkSkills({ queues, skills }: Company): CompanyFault[] {
  return Object.entries(skills).flatMap(([login, levels]) =>
    skillFaults(levels, queues).map(({ skill, message }) => ({ path: ['skills', login, skill], message })),
  );
}

/** Skills that are neither a queue of the company nor a language. */
export function skillFaults(
  levels: Readonly<Record<string, number>>,
  queues: Company['queues'],
): { skill: string; message: string }[] {
  const known = skillNames(queues);
  const others = Object.keys(levels).filter((skill) => !known.includes(skill));
  return others.map((skill) => ({ skill, message: unknown('queue or language', skill, known) }));
}

/** All that somebody can have a level in: the company's queues, then the languages. */
export function skillNames(queues: Company['queues']): string[] {
  return [...queues.map((queue) => queue.id), ...languages];
}
