import type { Migration } from '../migrate.ts';

const column = "desk_key VARCHAR(36) COMMENT 'made by the desk that has sent it; empty: no desk has'";
const unique = 'ADD UNIQUE KEY IF NOT EXISTS desk_key (desk_key)';

/** What a desk sends again, because it got no answer, is one. */
export const deskKeys: Migration = {
  name: '015-desk-keys',
  statements: ['requests', 'incidents'].map(
    (table) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column}, ${unique}`,
  ),
};
