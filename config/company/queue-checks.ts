import type { Company } from '../company.ts';
import { type CompanyFault, unknown } from './fault.ts';
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
  const ids = queues.map((queue) => queue.id);
  return queues.flatMap(({ id, overflow }, i): CompanyFault[] => {
    const path = ['queues', i, 'overflow', 'queue'];
    if (overflow?.queue === undefined) return [];
    if (overflow.queue === id) return [{ path, message: `${id} cannot overflow into itself` }];
    return ids.includes(overflow.queue) ? [] : [{ path, message: unknown('queue', overflow.queue, ids) }];
  });
}

function checkSkills({ queues, skills }: Company): CompanyFault[] {
  const known = [...queues.map((queue) => queue.id), ...languages];
  return Object.entries(skills).flatMap(([login, levels]) =>
    Object.keys(levels)
      .filter((skill) => !known.includes(skill))
      .map((skill) => ({
        path: ['skills', login, skill],
        message: unknown('queue or language', skill, known),
      })),
  );
}
