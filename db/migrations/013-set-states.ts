import type { Migration } from '../migrate.ts';

/** Which supervisor has put an operator into a state. */
export const setStates: Migration = {
  name: '013-set-states',
  statements: [
    `ALTER TABLE operator_events
      ADD COLUMN IF NOT EXISTS by_operator INT UNSIGNED COMMENT 'the supervisor who has set it; empty: nobody has'`,
    `ALTER TABLE operator_events
      ADD CONSTRAINT set_by FOREIGN KEY IF NOT EXISTS (by_operator) REFERENCES operators (id)`,
  ],
};
