import type { Company } from '../../../config/company.ts';
import { presentCompany } from '../present/company.ts';
import type { Handlers } from '../routing.ts';

export function companyRoutes(company: Company): Pick<Handlers, 'company'> {
  const shown = presentCompany(company);
  return { company: async () => shown };
}
