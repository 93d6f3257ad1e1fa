import type { Migration } from '../migrate.ts';

/** One live promise a number, see 005; also of those who keep their place in the line, and of those who gave up waiting. */
const unanswered =
  "why IN ('no-operator', 'no-controller', 'closed', 'kept-place', 'abandoned') AND done_at IS NULL";

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
    `ALTER TABLE callbacks
      ADD COLUMN IF NOT EXISTS queue VARCHAR(40) COMMENT 'the line in which a place is kept; empty: none is',
      ADD COLUMN IF NOT EXISTS language VARCHAR(2),
      ADD COLUMN IF NOT EXISTS waiting_since DATETIME(3),
      ADD COLUMN IF NOT EXISTS tries INT UNSIGNED NOT NULL DEFAULT 0,
      ADD COLUMN IF NOT EXISTS not_before DATETIME(3)`,
    `ALTER TABLE callbacks
      MODIFY COLUMN live_number VARCHAR(20) AS (IF(${unanswered}, number, NULL)) PERSISTENT`,
  ],
};
