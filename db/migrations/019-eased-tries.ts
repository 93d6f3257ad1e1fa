import type { Migration } from '../migrate.ts';

/** Time takes back wrong tries of one who calls bit by bit. */
export const easedTries: Migration = {
  name: '019-eased-tries',
  statements: [
    `ALTER TABLE verification_tries
      MODIFY wrong DOUBLE NOT NULL COMMENT 'tries that were not right, so far as they are remembered'`,
  ],
};
