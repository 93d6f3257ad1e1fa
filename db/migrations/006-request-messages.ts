import type { Migration } from '../migrate.ts';

/** What a resident has spoken instead of written: a file below the recordings' folder, without ending. */
export const requestMessages: Migration = {
  name: '006-request-messages',
  statements: [
    `ALTER TABLE requests
      ADD COLUMN IF NOT EXISTS message_file VARCHAR(200) COMMENT 'below the recordings’ folder, without ending',
      ADD COLUMN IF NOT EXISTS message_ms INT UNSIGNED,
      ADD UNIQUE KEY IF NOT EXISTS message (message_file)`,
  ],
};
