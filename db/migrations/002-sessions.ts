import type { Migration } from '../migrate.ts';

/** Who is logged in at the desk. The columns are those of the library that reads and writes them (connect-session-knex). */
export const sessions: Migration = {
  name: '002-sessions',
  statements: [
    `CREATE TABLE IF NOT EXISTS sessions (
      sid VARCHAR(255) PRIMARY KEY,
      sess JSON NOT NULL,
      expired DATETIME NOT NULL,
      KEY (expired)
    )`,
  ],
};
