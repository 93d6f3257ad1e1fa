import type { Migration } from '../migrate.ts';
import { writeAllVisits } from '../queries/visits.ts';

/** What the log of a call says of its queues and talks, kept ready for the figures: written with the steps, from them alone. */
export const queueVisits: Migration = {
  name: '012-queue-visits',
  statements: [
    `CREATE TABLE IF NOT EXISTS queue_visits (
      call_id VARCHAR(64) NOT NULL,
      queue VARCHAR(40) NOT NULL,
      outcome ENUM('waiting', 'answered', 'abandoned', 'callback', 'elsewhere') NOT NULL,
      stands BOOLEAN NOT NULL COMMENT 'the one that counts where the queues are not told apart',
      since DATETIME(3) NOT NULL,
      wait_ms INT UNSIGNED COMMENT 'empty: still waits',
      told_error_ms INT COMMENT 'by how much the wait that was told first was longer than it came to be',
      callback_id INT UNSIGNED COMMENT 'the promise for which the line was left',
      PRIMARY KEY (call_id, queue)
    )`,
    `CREATE TABLE IF NOT EXISTS operator_talks (
      call_id VARCHAR(64) NOT NULL,
      number INT UNSIGNED NOT NULL COMMENT 'of the talks of a call, from 1',
      operator_id INT UNSIGNED NOT NULL,
      queue VARCHAR(40) COMMENT 'where the caller had waited',
      began_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3),
      hold_ms INT UNSIGNED NOT NULL,
      held_since DATETIME(3) COMMENT 'is on hold now',
      PRIMARY KEY (call_id, number)
    )`,
  ],
  fill: writeAllVisits,
};
