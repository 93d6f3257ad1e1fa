import { type Company, languages, spokenLanguages } from '../company.ts';
import type { CompanyFault } from './fault.ts';

/** What is no fault, since calls can be taken all the same, but was hardly meant: nobody would ever notice it by the telephone. */
export function queueWarnings(company: Company): CompanyFault[] {
  return [...uselessFlows(company), ...queuesWithoutWay(company), ...uselessLanguages(company)];
}

/** Skills that are given to a login that nobody has, perhaps one that is spelt otherwise. */
export function skillsOfNobody(
  { skills }: Pick<Company, 'skills'>,
  logins: readonly string[],
): (CompanyFault & { login: string })[] {
  const others = Object.keys(skills).filter((login) => !logins.includes(login));
  return others.map((login) => ({ login, path: ['skills', login], message: 'nobody has this login' }));
}

const menuItems = ({ hotlines }: Company) => hotlines.flatMap(({ menu }) => menu);

function uselessFlows(company: Company): CompanyFault[] {
  const offered = menuItems(company).map(({ flow }) => flow);
  return company.queues.flatMap(({ flows }, i) =>
    flows.flatMap((flow, n): CompanyFault[] =>
      offered.includes(flow)
        ? []
        : [{ path: ['queues', i, 'flows', n], message: `no menu offers ${flow}: nobody comes here by it` }],
    ),
  );
}

/** A queue that others overflow into has no callers of its own, but those who serve it are needed. */
function queuesWithoutWay(company: Company): CompanyFault[] {
  const items = menuItems(company);
  const named = new Set([
    ...items.map(({ queue }) => queue),
    ...company.queues.flatMap(({ overflow, duty }) => [
      overflow?.queue,
      duty && 'queue' in duty && duty.queue,
    ]),
  ]);
  return company.queues.flatMap(({ id, flows, emergencies }, i): CompanyFault[] => {
    const leads = named.has(id) || emergencies || items.some(({ flow }) => flow && flows.includes(flow));
    const message = `nothing leads to ${id}: no menu, no flow, no duty, no overflow; callers come here only by somebody’s hand`;
    return leads ? [] : [{ path: ['queues', i, 'id'], message }];
  });
}

function uselessLanguages(company: Company): CompanyFault[] {
  const spoken = spokenLanguages(company);
  const unspoken = languages.filter((language) => !spoken.includes(language));
  return Object.entries(company.skills).flatMap(([login, levels]) =>
    unspoken
      .filter((language) => language in levels)
      .map((language) => ({
        path: ['skills', login, language],
        message: `no hotline speaks ${language}: no caller will ever need it`,
      })),
  );
}
