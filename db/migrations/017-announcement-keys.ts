import type { Migration } from '../migrate.ts';

const column = "desk_key VARCHAR(36) COMMENT 'made by the desk that has sent it; empty: no desk has'";

/** An announcement that a desk sends again, because it got no answer, is one. */
export const announcementKeys: Migration = {
  name: '017-announcement-keys',
  statements: [
    `ALTER TABLE announcements ADD COLUMN IF NOT EXISTS ${column}, ADD UNIQUE KEY IF NOT EXISTS desk_key (desk_key)`,
  ],
};
