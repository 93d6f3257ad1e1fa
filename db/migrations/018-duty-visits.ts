import type { Migration } from '../migrate.ts';
import { writeAllVisits } from '../queries/visits.ts';

/** Who waited, and then talked to the telephone on duty, has not given up. */
export const dutyVisits: Migration = {
  name: '018-duty-visits',
  statements: [],
  fill: (db) => writeAllVisits(db, 'duty'),
};
