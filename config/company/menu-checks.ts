import type { Company, Hotline } from '../company.ts';
import { certificateFlow } from './certificates.ts';
import { type CompanyFault, unknown } from './fault.ts';
import { mostChoices } from './most-choices.ts';

/** Whether every caller finds his way in the main menus: to a person by 0, among seven choices at most, to what there is. */
export function checkMenus(company: Company, flows: readonly string[] | undefined): CompanyFault[] {
  const queues = company.queues.map((queue) => queue.id);
  const certificates = company.certificates.length;
  return company.hotlines.flatMap((hotline, i) => {
    const path = ['hotlines', i, 'menu'];
    return [...checkMenu(hotline, path), ...checkItems(hotline, path, { queues, flows, certificates })];
  });
}

function checkMenu({ id, menu }: Hotline, path: (string | number)[]): CompanyFault[] {
  const faults: CompanyFault[] = [];
  if (!menu.some((item) => item.queue !== undefined)) {
    const message = `the menu of ${id} has no way to a person: give one key a queue`;
    faults.push({ path, message });
  }
  const spoken = menu.filter((item) => item.spoken).length;
  if (spoken > mostChoices) {
    const message = `the menu of ${id} names ${spoken} choices; nobody keeps more than ${mostChoices} in mind`;
    faults.push({ path, message });
  }
  return faults;
}

/** 0 and 9 mean the same in every question, so a menu may name them, and give them no other meaning. */
function checkItems(
  { menu, languages }: Hotline,
  path: (string | number)[],
  known: { queues: readonly string[]; flows: readonly string[] | undefined; certificates: number },
): CompanyFault[] {
  return menu.flatMap(({ key, queue, flow }, n) => {
    const faults: CompanyFault[] = [];
    if (key === '0' && queue === undefined) {
      const message = '0 is a person everywhere: give it a queue, and this choice another key';
      faults.push({ path: [...path, n, 'key'], message });
    }
    if (key === '9' && languages.length > 1 && flow !== 'language') {
      const message = '9 changes the language everywhere: give this choice another key';
      faults.push({ path: [...path, n, 'key'], message });
    }
    if (queue !== undefined && !known.queues.includes(queue))
      faults.push({ path: [...path, n, 'queue'], message: unknown('queue', queue, known.queues) });
    if (flow !== undefined && known.flows && !known.flows.includes(flow))
      faults.push({ path: [...path, n, 'flow'], message: unknown('flow', flow, known.flows) });
    if (flow === certificateFlow && known.certificates === 0) {
      const message = 'there are no certificates to order: name some under certificates, or leave this out';
      faults.push({ path: [...path, n, 'flow'], message });
    }
    return faults;
  });
}
