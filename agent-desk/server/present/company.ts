import type { Company as CompanyFile } from '../../../config/company.ts';
import { type Company, pauseReason } from '../../contract/shapes.ts';

/** What the desk needs of the company file; how calls go out and how menus are made stays here. */
export function presentCompany(company: CompanyFile): Company {
  return {
    name: company.name,
    timezone: company.timezone,
    hotlines: company.hotlines.map(({ id, name, numbers, languages }) => ({ id, name, numbers, languages })),
    queues: company.queues.map(({ id, name }) => ({ id, name })),
    executors: company.executors.map(({ id, name, phone = null }) => ({ id, name, phone })),
    categories: company.categories.map(({ id, name, executor, dueHours, emergency }) => ({
      id,
      name,
      executor,
      dueHours,
      emergency,
    })),
    incidentKinds: company.incidentKinds.map(({ id, name, planned }) => ({ id, name, planned })),
    certificates: company.certificates.map(({ id, name }) => ({ id, name })),
    dispositions: company.dispositions.map(({ id, name, key }) => ({ id, name, key })),
    pauses: pauseReason.options.map((reason) => ({ reason, longestMinutes: company.pauses[reason] ?? null })),
    dialerLanes: company.calling.lanes,
  };
}
