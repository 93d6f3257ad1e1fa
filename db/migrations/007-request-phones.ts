import type { Migration } from '../migrate.ts';

/** Requests are found by the telephone to call about them, too: many who call are known by nothing else. */
export const requestPhones: Migration = {
  name: '007-request-phones',
  statements: ['ALTER TABLE requests ADD KEY IF NOT EXISTS phone (phone, status)'],
};
