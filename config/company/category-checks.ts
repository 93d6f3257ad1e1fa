import type { Company } from '../company.ts';
import { type CompanyFault, unknown } from './fault.ts';
import { mostChoices } from './most-choices.ts';

/** A caller finds the category in two steps at most: a group, then one of its categories. */
export function checkCategoryGroups(company: Company): CompanyFault[] {
  const groups = company.categoryGroups.map((group) => group.id);
  const faults: CompanyFault[] = company.categories.flatMap(({ group }, i) =>
    group === undefined || groups.includes(group)
      ? []
      : [{ path: ['categories', i, 'group'], message: unknown('category group', group, groups) }],
  );
  company.categories.forEach(({ id, group }, i) => {
    if (group !== undefined || !groups.includes(id)) return;
    const message = `${id} is a group, too: who chooses this category would be asked for one of that group`;
    faults.push({ path: ['categories', i, 'id'], message });
  });
  const alone = company.categories.filter((category) => category.group === undefined).length;
  if (groups.length === 0 && alone > mostChoices) {
    const message = `a caller would hear ${alone} categories one after the other; with more than ${mostChoices} they need categoryGroups`;
    faults.push({ path: ['categories'], message });
  } else if (groups.length + alone > mostChoices) {
    const message = `a caller would hear ${groups.length + alone} choices (groups, and categories without one); at most ${mostChoices}`;
    faults.push({ path: ['categoryGroups'], message });
  }
  company.categoryGroups.forEach((group, i) => {
    const inside = company.categories.filter((category) => category.group === group.id).length;
    if (inside >= 1 && inside <= mostChoices) return;
    const message = `the group ${group.id} has ${inside} categories; from 1 to ${mostChoices} can be said`;
    faults.push({ path: ['categoryGroups', i], message });
  });
  return faults;
}
