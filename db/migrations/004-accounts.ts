import type { Migration } from '../migrate.ts';

/** What an account holder hears and orders by phone, how he shows who he is, what he thought of it, and the SMS he gets. */
const accountColumns = [
  `ALTER TABLE accounts
    ADD COLUMN IF NOT EXISTS pin_hash VARCHAR(120) COMMENT 'Argon2; NULL: no PIN was given out',
    ADD COLUMN IF NOT EXISTS email VARCHAR(200)`,
  `CREATE TABLE IF NOT EXISTS account_balances (
    account_id INT UNSIGNED NOT NULL,
    service VARCHAR(40) NOT NULL COMMENT 'of the company file',
    balance_kopecks BIGINT NOT NULL COMMENT 'below zero: a debt',
    PRIMARY KEY (account_id, service),
    FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
  )`,
  `CREATE TABLE IF NOT EXISTS verification_tries (
    subject VARCHAR(40) PRIMARY KEY COMMENT 'what is tried (account 17) or who tries (source +380501112233)',
    wrong INT UNSIGNED NOT NULL COMMENT 'tries that were not right, so far as they are remembered',
    last_at DATETIME(3) NOT NULL,
    next_at DATETIME(3) NOT NULL COMMENT 'no try before this',
    KEY (last_at)
  )`,
];

const certificates = [
  `CREATE TABLE IF NOT EXISTS certificate_orders (
    request_id INT UNSIGNED PRIMARY KEY,
    kind VARCHAR(40) NOT NULL COMMENT 'of the company file',
    delivery ENUM('centre', 'email') NOT NULL,
    language VARCHAR(2) NOT NULL COMMENT 'in which the SMS is written',
    FOREIGN KEY (request_id) REFERENCES requests (id) ON DELETE CASCADE
  )`,
];

const feedback = [
  'ALTER TABLE requests ADD INDEX IF NOT EXISTS phone (phone, status)',
  `CREATE TABLE IF NOT EXISTS feedback (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(64) NOT NULL UNIQUE,
    number VARCHAR(20),
    hotline VARCHAR(40) NOT NULL,
    request_id INT UNSIGNED COMMENT 'NULL: of the company as a whole',
    score TINYINT UNSIGNED NOT NULL COMMENT '1 to 5',
    comment_file VARCHAR(200) COMMENT 'below the folder of recordings, without ending',
    comment_ms INT UNSIGNED,
    given_at DATETIME(3) NOT NULL,
    KEY (request_id),
    KEY (given_at),
    FOREIGN KEY (request_id) REFERENCES requests (id) ON DELETE SET NULL
  )`,
];

/** States and who changes them: housing/messages/messages.ts. */
const messages = [
  `CREATE TABLE IF NOT EXISTS sms (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    number VARCHAR(20) NOT NULL COMMENT 'E.164',
    text VARCHAR(1000) NOT NULL,
    why VARCHAR(40) NOT NULL,
    call_id VARCHAR(64),
    once VARCHAR(80) UNIQUE COMMENT 'what it tells: of two with the same only the first is written',
    state ENUM('kept', 'waiting', 'sending', 'sent', 'failed') NOT NULL,
    tries INT UNSIGNED NOT NULL DEFAULT 0,
    not_before DATETIME(3) NOT NULL,
    claimed_by VARCHAR(60) COMMENT 'the process that sends it',
    created_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3),
    fault VARCHAR(200) COMMENT 'what came of the last try',
    KEY (state, not_before),
    KEY (number, created_at),
    KEY (call_id)
  )`,
];

export const accounts: Migration = {
  name: '004-accounts',
  statements: [...accountColumns, ...certificates, ...feedback, ...messages],
};
