import type { Migration } from '../migrate.ts';

/** What operators have said of readings that were to be checked. */
export const readingChecks: Migration = {
  name: '008-reading-checks',
  statements: [
    `ALTER TABLE readings
      ADD COLUMN IF NOT EXISTS to_check BOOLEAN COMMENT 'it counts, is doubtful, and nobody has looked at it yet; else NULL',
      ADD COLUMN IF NOT EXISTS verdict ENUM('right', 'wrong'),
      ADD COLUMN IF NOT EXISTS checked_at DATETIME(3),
      ADD COLUMN IF NOT EXISTS checked_by INT UNSIGNED`,
    `ALTER TABLE readings
      ADD KEY IF NOT EXISTS to_check (to_check, taken_at),
      ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS checked_by (checked_by) REFERENCES operators (id)`,
    "UPDATE readings SET to_check = TRUE WHERE current AND doubts <> '[]' AND verdict IS NULL",
  ],
};
