import type { Migration } from '../migrate.ts';

/** What was promised, and what was said, a second time in one call stands beside the first, not in its place. */
export const ownPromises: Migration = {
  name: '011-own-promises',
  statements: [
    `ALTER TABLE callbacks
      ADD COLUMN IF NOT EXISTS promise VARCHAR(200) AS (IFNULL(message_file, why)) PERSISTENT
        COMMENT 'tells the promises of one call apart'`,
    'ALTER TABLE callbacks ADD UNIQUE KEY IF NOT EXISTS promise (call_id, promise), DROP KEY IF EXISTS call_id',
    "ALTER TABLE feedback ADD COLUMN IF NOT EXISTS entry VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'the act of giving it' AFTER id",
    "UPDATE feedback SET entry = call_id WHERE entry = ''",
    `ALTER TABLE feedback
      ALTER COLUMN entry DROP DEFAULT,
      ADD UNIQUE KEY IF NOT EXISTS entry (entry),
      ADD KEY IF NOT EXISTS of_call (call_id),
      DROP KEY IF EXISTS call_id`,
  ],
};
