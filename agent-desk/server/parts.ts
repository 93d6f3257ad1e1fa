import type { Company } from '../../config/company.ts';
import type { Settings } from '../../config/settings.ts';
import type { Database } from '../../db/connect.ts';
import type { Dialer } from '../../dialer/dialer.ts';
import type { Bus } from '../../events.ts';
import type { Accounts } from '../../housing/accounts/accounts.ts';
import type { Announcements } from '../../housing/announcements/announcements.ts';
import type { Incidents } from '../../housing/incidents/incidents.ts';
import type { Requests } from '../../housing/requests.ts';
import type { Floor } from '../../ivr/queue/floor.ts';
import type { FloorRules } from '../../ivr/queue/floor-rules.ts';
import type { Logger } from '../../log.ts';
import type { MessageStore } from '../../recordings/messages.ts';
import type { RecordingStore } from '../../recordings/store.ts';
import type { RecordingHealth } from '../../recordings/store-health.ts';
import type { PromptLibrary } from '../../speech/prompt-library.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import type { ServiceTarget } from '../contract/figures.ts';
import type { PhoneKind } from '../contract/live.ts';

/** For whom a phone is made. Another log-in has another password; the same one keeps it, over refreshes and restarts. */
export interface PhoneOwner {
  operatorId: number;
  sessionId: string;
  kind: PhoneKind;
}

/** The operators' phones: accounts in Asterisk. Preparing one again for the same log-in changes nothing. */
export interface Phones {
  prepare(owner: PhoneOwner): Promise<{ user: string; password: string }>;
  /** Logged out: a browser's phone goes; a SIP phone stays registered, so that it is there at the next log-in. */
  release(operatorId: number): Promise<void>;
  forget(operatorId: number): Promise<void>;
}

/** What the desk's server is made of. Everything is handed in; it builds nothing of another part itself. */
export interface DeskServerParts {
  settings: Pick<Settings, 'home' | 'address' | 'ports'>;
  company: Company;
  log: Logger;
  bus: Bus;
  db: Database;
  floor: Floor;
  /** How soon callers of a queue are to be answered: the rule that holds now. */
  serviceLevelOf: (queue: string) => ServiceTarget;
  floorRules: FloorRules;
  recordings: RecordingStore;
  /** What callers have spoken after the signal. */
  voiceMessages: MessageStore;
  recordingHealth: RecordingHealth;
  /** Why the company's files are not in force as they are now, for the administrator; nothing when they are. */
  companyFault?: string | null;
  dialer: Dialer;
  node: Pick<AsteriskNode, 'name' | 'state'>;
  /** How many lines to the carrier are in use now. */
  linesInUse: () => number;
  phones: Phones;
  accounts: Pick<Accounts, 'givePin'>;
  requests: Requests;
  incidents: Incidents;
  announcements: Announcements;
  prompts: PromptLibrary;
  /** Resolves when the steps told on the bus until now are in the database. */
  stepsWritten?: () => Promise<void>;
}
