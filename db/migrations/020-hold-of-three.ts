import type { Migration } from '../migrate.ts';
import { writeAllVisits } from '../queries/visits.ts';

/** Where the operator, the caller and one who was asked for help talked together, all the rest of the talk was counted as hold. */
export const holdOfThree: Migration = {
  name: '020-hold-of-three',
  statements: [],
  fill: (db) => writeAllVisits(db, 'three-together'),
};
