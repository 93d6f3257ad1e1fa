import type { Migration } from '../migrate.ts';

/** What supervisors have changed while calls run, and all else they did on the floor. Written once, never changed. */
export const floorChanges: Migration = {
  name: '010-floor',
  statements: [
    `CREATE TABLE IF NOT EXISTS floor_changes (
      id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      at DATETIME(3) NOT NULL,
      by_operator INT UNSIGNED,
      kind VARCHAR(20) NOT NULL COMMENT 'queue: its rules; skills: of an operator',
      subject VARCHAR(40) NOT NULL COMMENT 'the id of the queue, or of the operator',
      data JSON COMMENT 'what holds from now on; empty: what the company file says',
      KEY (kind, subject, id),
      FOREIGN KEY (by_operator) REFERENCES operators (id)
    )`,
  ],
};
