import type { Migration } from '../migrate.ts';

/** What has befallen which buildings, and who wants to be told when it is mended: each number once, however often it calls. */
const incidents = [
  `CREATE TABLE IF NOT EXISTS incidents (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(40) NOT NULL COMMENT 'of the company file',
    since DATETIME(3) NOT NULL,
    until DATETIME(3) COMMENT 'when it is expected to be mended; empty: nobody knows',
    comment VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'for colleagues; never spoken',
    opened_at DATETIME(3) NOT NULL,
    opened_by INT UNSIGNED,
    closed_at DATETIME(3),
    closed_by INT UNSIGNED,
    KEY (closed_at),
    FOREIGN KEY (opened_by) REFERENCES operators (id),
    FOREIGN KEY (closed_by) REFERENCES operators (id)
  )`,
  `CREATE TABLE IF NOT EXISTS incident_buildings (
    incident_id INT UNSIGNED NOT NULL,
    building_id INT UNSIGNED NOT NULL,
    PRIMARY KEY (incident_id, building_id),
    KEY (building_id),
    FOREIGN KEY (incident_id) REFERENCES incidents (id) ON DELETE CASCADE,
    FOREIGN KEY (building_id) REFERENCES buildings (id)
  )`,
  `CREATE TABLE IF NOT EXISTS incident_subscribers (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    incident_id INT UNSIGNED NOT NULL,
    number VARCHAR(20) NOT NULL COMMENT 'E.164',
    language VARCHAR(2) NOT NULL,
    hotline VARCHAR(40) NOT NULL,
    call_id VARCHAR(64) NOT NULL,
    joined_at DATETIME(3) NOT NULL,
    told_at DATETIME(3),
    UNIQUE KEY (incident_id, number),
    KEY (told_at, incident_id),
    FOREIGN KEY (incident_id) REFERENCES incidents (id) ON DELETE CASCADE
  )`,
];

const announcements = [
  `CREATE TABLE IF NOT EXISTS announcements (
    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    hotline VARCHAR(40) NOT NULL,
    texts JSON NOT NULL COMMENT 'by language; empty where a prompt says it',
    prompt VARCHAR(80),
    begins_at DATETIME(3) NOT NULL,
    ends_at DATETIME(3) NOT NULL,
    set_at DATETIME(3) NOT NULL,
    set_by INT UNSIGNED,
    ended_early_at DATETIME(3),
    ended_by INT UNSIGNED,
    KEY (hotline, ends_at),
    KEY (ends_at),
    FOREIGN KEY (set_by) REFERENCES operators (id),
    FOREIGN KEY (ended_by) REFERENCES operators (id)
  )`,
];

/**
 * Who could not be answered is called back once, however often he calls: of these promises to a number one is live. A promise
 * with a message is one of its own, for no message may be lost.
 */
const unanswered = "why IN ('no-operator', 'no-controller', 'closed') AND done_at IS NULL";
const callbacks = [
  `UPDATE callbacks AS later
    JOIN callbacks AS earlier ON earlier.number = later.number AND earlier.id < later.id AND earlier.done_at IS NULL
    SET later.done_at = later.promised_at
    WHERE later.done_at IS NULL`,
  `ALTER TABLE callbacks
    ADD COLUMN IF NOT EXISTS message_file VARCHAR(200) COMMENT 'what the caller said, below the recordings’ folder',
    ADD COLUMN IF NOT EXISTS message_ms INT UNSIGNED,
    ADD COLUMN IF NOT EXISTS live_number VARCHAR(20) AS (IF(${unanswered}, number, NULL)) PERSISTENT`,
  'ALTER TABLE callbacks ADD UNIQUE KEY IF NOT EXISTS live_number (live_number)',
];

export const incidentsAndAnnouncements: Migration = {
  name: '005-incidents',
  statements: [...incidents, ...announcements, ...callbacks],
};
