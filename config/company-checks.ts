import { checkCategoryGroups } from './company/category-checks.ts';
import { certificateCategory } from './company/certificates.ts';
import { type CompanyFault, unknown } from './company/fault.ts';
import { checkHours } from './company/hours-checks.ts';
import { checkMenus } from './company/menu-checks.ts';
import { checkQueues } from './company/queue-checks.ts';
import { type Company, type Language, spokenLanguages } from './company.ts';

/** What the shape alone cannot tell: whether everything that is named exists, and whether every caller can be served. */
export function checkCompany(company: Company, known: { flows?: readonly string[] } = {}): CompanyFault[] {
  return [
    ...checkTimezone(company),
    ...checkTwice(company),
    ...checkMenus(company, known.flows),
    ...checkNames(company),
    ...checkReferences(company),
    ...checkCategoryGroups(company),
    ...checkHours(company),
    ...checkQueues(company, known.flows),
  ];
}

function checkTimezone({ timezone }: Company): CompanyFault[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return [];
  } catch {
    return [{ path: ['timezone'], message: `there is no time zone “${timezone}”; for example: Europe/Kyiv` }];
  }
}

function checkTwice(company: Company): CompanyFault[] {
  const lists = listsWithIds.flatMap((list) =>
    twice(
      company[list].map((one, i) => ({ value: one.id, path: [list, i, 'id'] })),
      `this id in ${list}`,
    ),
  );
  const services = twice(
    company.billing.services.map(({ id }, i) => ({ value: id, path: ['billing', 'services', i, 'id'] })),
    'this id in services',
  );
  const numbers = company.hotlines.flatMap((hotline, i) =>
    hotline.numbers.map((value, n) => ({ value, path: ['hotlines', i, 'numbers', n] })),
  );
  const keys = company.hotlines.flatMap((hotline, i) =>
    twice(
      hotline.menu.map((item, n) => ({ value: item.key, path: ['hotlines', i, 'menu', n, 'key'] })),
      `this key in the menu of ${hotline.id}`,
    ),
  );
  const spoken = company.hotlines.flatMap((hotline, i) =>
    twice(
      hotline.languages.map((value, n) => ({ value, path: ['hotlines', i, 'languages', n] })),
      `this language of ${hotline.id}`,
    ),
  );
  const dispositions = twice(
    company.dispositions.map(({ key }, i) => ({ value: key, path: ['dispositions', i, 'key'] })),
    'this key in dispositions',
  );
  return [...lists, ...services, ...twice(numbers, 'this number'), ...keys, ...spoken, ...dispositions];
}

const listsWithIds = [
  'hotlines',
  'queues',
  'executors',
  'categories',
  'categoryGroups',
  'timetables',
  'incidentKinds',
  'certificates',
  'dispositions',
] as const;

function twice(all: { value: string; path: (string | number)[] }[], what: string): CompanyFault[] {
  const seen = new Set<string>();
  return all.flatMap(({ value, path }) => {
    if (seen.has(value)) return [{ path, message: `${what} stands twice: ${value}` }];
    seen.add(value);
    return [];
  });
}

function checkReferences(company: Company): CompanyFault[] {
  const executors = company.executors.map((executor) => executor.id);
  const hotlines = company.hotlines.map((hotline) => hotline.id);
  const faults: CompanyFault[] = company.categories.flatMap(({ executor }, i) =>
    executors.includes(executor)
      ? []
      : [{ path: ['categories', i, 'executor'], message: unknown('executor', executor, executors) }],
  );
  const { hotline, from, to } = company.calling;
  if (!hotlines.includes(hotline)) {
    faults.push({ path: ['calling', 'hotline'], message: unknown('hotline', hotline, hotlines) });
  }
  if (from >= to) faults.push({ path: ['calling', 'to'], message: `${to} is not later than ${from}` });
  const categories = company.categories.map((one) => one.id);
  if (company.certificates.length > 0 && !categories.includes(certificateCategory)) {
    const message = unknown('category', certificateCategory, categories);
    faults.push({ path: ['certificates'], message });
  }
  return faults;
}

const named = [
  'queues',
  'executors',
  'categories',
  'categoryGroups',
  'certificates',
  'dispositions',
] as const;

/** Everything that has a name is spoken or shown in each language that some hotline speaks. */
function checkNames(company: Company): CompanyFault[] {
  const spoken = spokenLanguages(company);
  const lists = named.flatMap((list) =>
    company[list].flatMap((one, i) => missing(one.name, spoken, [list, i, 'name'])),
  );
  const incidents = company.incidentKinds.flatMap((kind, i) => [
    ...missing(kind.name, spoken, ['incidentKinds', i, 'name']),
    ...missing(kind.spoken, spoken, ['incidentKinds', i, 'spoken']),
  ]);
  const hotlines = company.hotlines.flatMap((hotline, i) =>
    missing(hotline.name, hotline.languages, ['hotlines', i, 'name']),
  );
  const { services, howToPay } = company.billing;
  const billing = [
    ...services.flatMap((one, i) => missing(one.name, spoken, ['billing', 'services', i, 'name'])),
    ...(howToPay ? missing(howToPay, spoken, ['billing', 'howToPay']) : []),
  ];
  return [...missing(company.name, spoken, ['name']), ...hotlines, ...lists, ...incidents, ...billing];
}

function missing(
  name: Partial<Record<Language, string>>,
  wanted: readonly Language[],
  path: (string | number)[],
): CompanyFault[] {
  return wanted
    .filter((language) => !name[language])
    .map((language) => ({ path, message: `there is no name in the language “${language}”` }));
}
