import type { Migration } from '../migrate.ts';

/** Which supervisor has put an operator into a state, and what comes after a call where a pause was asked for in it. */
export const setStates: Migration = {
  name: '013-set-states',
  statements: [
    `ALTER TABLE operator_events
      ADD COLUMN IF NOT EXISTS by_operator INT UNSIGNED COMMENT 'the supervisor who has set it; empty: nobody has',
      ADD COLUMN IF NOT EXISTS afterwards ENUM('paused', 'offline', 'missed')
        COMMENT 'what comes after this, instead of ready; then reason and by_operator are of that'`,
    `ALTER TABLE operator_events
      ADD CONSTRAINT set_by FOREIGN KEY IF NOT EXISTS (by_operator) REFERENCES operators (id)`,
  ],
};
