import type { Migration } from '../migrate.ts';

/** Who lives where. Phones are found by their last digits too: `reversed` is the number from behind. */
const housing = [
  `CREATE TABLE IF NOT EXISTS buildings (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    street VARCHAR(100) NOT NULL,
    house VARCHAR(12) NOT NULL,
    centre VARCHAR(60) NOT NULL,
    entrances INT UNSIGNED NOT NULL,
    floors INT UNSIGNED NOT NULL,
    UNIQUE KEY (street, house)
  )`,
  `CREATE TABLE IF NOT EXISTS accounts (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    number VARCHAR(12) NOT NULL UNIQUE,
    building_id INT UNSIGNED NOT NULL,
    flat VARCHAR(8) NOT NULL,
    balance_kopecks BIGINT NOT NULL COMMENT 'below zero: a debt',
    last_payment_on DATE,
    last_payment_kopecks BIGINT,
    KEY (building_id, flat),
    FOREIGN KEY (building_id) REFERENCES buildings (id)
  )`,
  `CREATE TABLE IF NOT EXISTS residents (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    account_id INT UNSIGNED NOT NULL,
    notes TEXT NOT NULL,
    KEY (name),
    FULLTEXT KEY words (name),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
  )`,
  `CREATE TABLE IF NOT EXISTS phones (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    number VARCHAR(20) NOT NULL COMMENT 'E.164',
    reversed VARCHAR(20) AS (REVERSE(number)) PERSISTENT,
    resident_id INT UNSIGNED NOT NULL,
    UNIQUE KEY (number, resident_id),
    KEY (reversed),
    FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE CASCADE
  )`,
  `CREATE TABLE IF NOT EXISTS number_languages (
    number VARCHAR(20) PRIMARY KEY,
    language VARCHAR(2) NOT NULL
  )`,
];

const operators = [
  `CREATE TABLE IF NOT EXISTS operators (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    login VARCHAR(40) NOT NULL UNIQUE,
    name VARCHAR(120) NOT NULL,
    role ENUM('operator', 'supervisor', 'administrator') NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE
  )`,
  `CREATE TABLE IF NOT EXISTS operator_events (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    operator_id INT UNSIGNED NOT NULL,
    at DATETIME(3) NOT NULL,
    state VARCHAR(12) NOT NULL,
    reason VARCHAR(40),
    call_id VARCHAR(64),
    KEY (operator_id, at),
    KEY (at),
    FOREIGN KEY (operator_id) REFERENCES operators (id)
  )`,
];

const calls = [
  `CREATE TABLE IF NOT EXISTS calls (
    id VARCHAR(64) PRIMARY KEY,
    node VARCHAR(8) NOT NULL,
    direction ENUM('in', 'out') NOT NULL,
    hotline VARCHAR(40) NOT NULL,
    number VARCHAR(20) COMMENT 'the resident’s, E.164; empty when withheld',
    resident_id INT UNSIGNED,
    language VARCHAR(2),
    arrived_at DATETIME(3) NOT NULL,
    answered_at DATETIME(3),
    ended_at DATETIME(3),
    result VARCHAR(20),
    reason VARCHAR(20),
    operator_id INT UNSIGNED COMMENT 'who talked last',
    KEY (arrived_at, id),
    KEY (number, arrived_at),
    KEY (resident_id, arrived_at),
    KEY (node, ended_at),
    KEY (ended_at),
    FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE SET NULL,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
  )`,
  `CREATE TABLE IF NOT EXISTS call_events (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(64) NOT NULL,
    at DATETIME(3) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    data JSON NOT NULL,
    KEY (call_id),
    KEY (at, kind)
  )`,
  `CREATE TABLE IF NOT EXISTS recordings (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(64) NOT NULL,
    node VARCHAR(8) NOT NULL,
    state ENUM('recording', 'finished', 'lost') NOT NULL,
    folder VARCHAR(200) NOT NULL COMMENT 'below the recordings’ folder',
    started_at DATETIME(3) NOT NULL,
    duration_ms INT UNSIGNED NOT NULL DEFAULT 0,
    tracks JSON NOT NULL COMMENT 'files, format and offset of each side',
    KEY (call_id),
    KEY (node, state),
    KEY (started_at)
  )`,
  `CREATE TABLE IF NOT EXISTS callbacks (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    call_id VARCHAR(64) NOT NULL UNIQUE,
    number VARCHAR(20) NOT NULL,
    hotline VARCHAR(40) NOT NULL,
    why VARCHAR(20) NOT NULL,
    promised_at DATETIME(3) NOT NULL,
    done_at DATETIME(3),
    KEY (number),
    KEY (done_at, promised_at)
  )`,
];

const requests = [
  `CREATE TABLE IF NOT EXISTS requests (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    number VARCHAR(12) NOT NULL UNIQUE COMMENT 'year and running number: 26-000123',
    call_id VARCHAR(64),
    resident_id INT UNSIGNED,
    building_id INT UNSIGNED,
    category VARCHAR(40) NOT NULL,
    executor VARCHAR(40) NOT NULL,
    text TEXT NOT NULL,
    place VARCHAR(200) NOT NULL,
    phone VARCHAR(20),
    status ENUM('new', 'given', 'done', 'refused', 'reopened', 'closed') NOT NULL DEFAULT 'new',
    created_at DATETIME(3) NOT NULL,
    due_at DATETIME(3) NOT NULL,
    created_by INT UNSIGNED,
    KEY (call_id),
    KEY (created_at),
    KEY (resident_id, created_at),
    KEY (building_id, created_at),
    FOREIGN KEY (resident_id) REFERENCES residents (id) ON DELETE SET NULL,
    FOREIGN KEY (building_id) REFERENCES buildings (id),
    FOREIGN KEY (created_by) REFERENCES operators (id)
  )`,
  `CREATE TABLE IF NOT EXISTS request_numbers (
    year INT UNSIGNED PRIMARY KEY,
    last INT UNSIGNED NOT NULL COMMENT 'the last running number given out in this year'
  )`,
  `CREATE TABLE IF NOT EXISTS request_events (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    request_id INT UNSIGNED NOT NULL,
    at DATETIME(3) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    operator_id INT UNSIGNED,
    data JSON NOT NULL,
    KEY (request_id, at),
    FOREIGN KEY (request_id) REFERENCES requests (id) ON DELETE CASCADE,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
  )`,
];

const campaigns = [
  `CREATE TABLE IF NOT EXISTS campaigns (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    question VARCHAR(60) NOT NULL COMMENT 'the prompt that is asked',
    state ENUM('draft', 'running', 'paused', 'finished') NOT NULL,
    created_at DATETIME(3) NOT NULL,
    created_by INT UNSIGNED,
    FOREIGN KEY (created_by) REFERENCES operators (id)
  )`,
  `CREATE TABLE IF NOT EXISTS attempts (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    campaign_id INT UNSIGNED NOT NULL,
    number VARCHAR(20) NOT NULL,
    try INT UNSIGNED NOT NULL DEFAULT 1,
    state ENUM('waiting', 'dialling', 'talking', 'done') NOT NULL DEFAULT 'waiting',
    not_before DATETIME(3) NOT NULL,
    outcome VARCHAR(20),
    answer INT UNSIGNED,
    call_id VARCHAR(64),
    claimed_by VARCHAR(8) COMMENT 'the node that dials it',
    started_at DATETIME(3),
    ended_at DATETIME(3),
    UNIQUE KEY (campaign_id, number, try),
    KEY (campaign_id, state, not_before),
    KEY (claimed_by, state),
    KEY (number, state),
    KEY (call_id),
    FOREIGN KEY (campaign_id) REFERENCES campaigns (id) ON DELETE CASCADE
  )`,
  `CREATE TABLE IF NOT EXISTS refusals (
    number VARCHAR(20) PRIMARY KEY COMMENT 'asked never to be called automatically again',
    at DATETIME(3) NOT NULL
  )`,
];

export const first: Migration = {
  name: '001-first',
  statements: [...housing, ...operators, ...calls, ...requests, ...campaigns],
};
