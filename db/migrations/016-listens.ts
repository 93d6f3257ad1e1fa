import type { Migration } from '../migrate.ts';

/** Who has listened to the recording of a call, or to what its caller has spoken after the signal. */
export const listens: Migration = {
  name: '016-listens',
  statements: [
    `CREATE TABLE IF NOT EXISTS listens (
      id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      at DATETIME(3) NOT NULL,
      operator_id INT UNSIGNED NOT NULL,
      call_id VARCHAR(64) COMMENT 'empty: the request was written in no call',
      what ENUM('recording', 'request', 'callback', 'feedback') NOT NULL COMMENT 'whose sound it was',
      what_id INT UNSIGNED NOT NULL,
      KEY (at),
      KEY (call_id),
      FOREIGN KEY (operator_id) REFERENCES operators (id)
    )`,
  ],
};
