import type { Migration } from '../migrate.ts';

/** What operators leave behind beside the talk itself: what it came to, notes, and messages to each other. */
export const operatorWork: Migration = {
  name: '014-operator-work',
  statements: [
    `ALTER TABLE calls
      ADD COLUMN IF NOT EXISTS disposition VARCHAR(40) COMMENT 'an id of the company file; empty: none was given',
      ADD KEY IF NOT EXISTS disposition (disposition, arrived_at)`,
    `CREATE TABLE IF NOT EXISTS call_notes (
      call_id VARCHAR(64) NOT NULL,
      operator_id INT UNSIGNED NOT NULL,
      at DATETIME(3) NOT NULL COMMENT 'of its last change',
      text VARCHAR(1000) NOT NULL,
      PRIMARY KEY (call_id, operator_id)
    )`,
    `CREATE TABLE IF NOT EXISTS desk_messages (
      id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      at DATETIME(3) NOT NULL,
      from_operator INT UNSIGNED NOT NULL,
      to_operator INT UNSIGNED COMMENT 'empty: to all desks',
      text VARCHAR(1000) NOT NULL,
      KEY (at),
      FOREIGN KEY (from_operator) REFERENCES operators (id),
      FOREIGN KEY (to_operator) REFERENCES operators (id)
    )`,
    `CREATE TABLE IF NOT EXISTS desk_message_readers (
      message_id INT UNSIGNED NOT NULL,
      operator_id INT UNSIGNED NOT NULL COMMENT 'who is to read it',
      read_at DATETIME(3),
      PRIMARY KEY (message_id, operator_id),
      KEY (read_at),
      FOREIGN KEY (message_id) REFERENCES desk_messages (id) ON DELETE CASCADE,
      FOREIGN KEY (operator_id) REFERENCES operators (id)
    )`,
  ],
};
