import type { Migration } from '../migrate.ts';

/** Who gave an account its PIN, and when; empty where it came from elsewhere. */
export const givenPins: Migration = {
  name: '009-given-pins',
  statements: [
    `ALTER TABLE accounts
      ADD COLUMN IF NOT EXISTS pin_given_at DATETIME(3),
      ADD COLUMN IF NOT EXISTS pin_given_by INT UNSIGNED`,
    'ALTER TABLE accounts ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS pin_given_by (pin_given_by) REFERENCES operators (id)',
  ],
};
