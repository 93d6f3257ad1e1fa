import type { Migration } from '../migrate.ts';

/**
 * Meters and what they showed. Readings are never changed or removed: of those of one meter and period one is `current`, the
 * others were replaced by it (their `current` is NULL, so that the key lets any number of them be).
 */
export const meters: Migration = {
  name: '003-meters',
  statements: [
    `CREATE TABLE IF NOT EXISTS meters (
      id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      account_id INT UNSIGNED NOT NULL,
      kind ENUM('cold-water', 'hot-water', 'electricity', 'gas', 'heat') NOT NULL,
      place ENUM('kitchen', 'bathroom', 'toilet', 'hall', 'landing') NOT NULL,
      serial VARCHAR(30) NOT NULL,
      digits INT UNSIGNED NOT NULL COMMENT 'of the dial, before the comma',
      decimals INT UNSIGNED NOT NULL COMMENT 'of the dial, after the comma: at most 3',
      verified_until DATE COMMENT 'empty: this meter needs no verification',
      out_of_service_since DATE,
      KEY (account_id),
      FOREIGN KEY (account_id) REFERENCES accounts (id)
    )`,
    `CREATE TABLE IF NOT EXISTS readings (
      id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
      entry VARCHAR(36) UNIQUE COMMENT 'the act of handing it in: written once, however often it is tried',
      meter_id INT UNSIGNED NOT NULL,
      period CHAR(7) NOT NULL COMMENT 'the month it counts for: 2026-11',
      current BOOLEAN DEFAULT TRUE COMMENT 'NULL: replaced by a later one of this period',
      value DECIMAL(12,3) NOT NULL,
      taken_at DATETIME(3) NOT NULL,
      source ENUM('call', 'operator', 'control') NOT NULL,
      call_id VARCHAR(64),
      doubts JSON NOT NULL COMMENT 'why it is to be checked; an empty list: it is not',
      UNIQUE KEY (meter_id, period, current),
      KEY (call_id),
      FOREIGN KEY (meter_id) REFERENCES meters (id)
    )`,
  ],
};
