import type { Company } from '../company.ts';
import type { CompanyFault } from './fault.ts';

/** A day that is free by one entry, and has hours by another: people are there in these. */
export function hoursWarnings({ timetables }: Pick<Company, 'timetables'>): CompanyFault[] {
  return timetables.flatMap(({ exceptions }, i) =>
    exceptions.flatMap(({ date, hours }, n): CompanyFault[] => {
      const isOpenAllTheSame = exceptions.some((one) => one.date === date && one.hours.length > 0);
      if (hours.length > 0 || !isOpenAllTheSame) return [];
      const message = `${date} has hours in another entry: the day is not free`;
      return [{ path: ['timetables', i, 'exceptions', n], message }];
    }),
  );
}
