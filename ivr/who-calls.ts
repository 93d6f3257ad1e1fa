import type { Language } from '../config/company.ts';
import { isAway } from '../db/faults.ts';
import { lookedUp } from '../db/in-time.ts';
import type { IdentifiedAs } from '../events.ts';
import type { Call } from '../telephony/call/call.ts';
import { timeLimit } from '../time-limit.ts';
import { inTime } from './in-time.ts';

/** What the number gives away to us: who it may be, and the language its owner chose once. */
export interface Known {
  as: IdentifiedAs;
  residentIds: number[];
  language: Language | null;
}

const nobody: Known = { as: 'none', residentIds: [], language: null };

/** A database that starts anew answers again within seconds. */
const retryMs = 2_000;

/** Calls of which it had not come out in time who it is: until it has, or they are over. */
const late = new WeakMap<Call, Promise<void>>();

/**
 * Looks up who calls. Nobody is kept waiting for it: an unknown caller is served all the same, and known as soon as it has come out.
 * While the database is away it is tried again, for as long as the call lasts.
 * @param failed is told once why it was not known in time
 * @returns null: it was not
 */
export async function lookUpCaller(
  call: Call,
  lookUp: () => Promise<Known>,
  failed: (error: unknown) => void,
): Promise<Known | null> {
  const looking = lookUp();
  const known = await inTime(() => looking, null, failed);
  isKnown(call, known ?? nobody);
  if (!known) {
    // Why it failed has been told.
    const isComing = isKnownLate(call, looking, lookUp).catch(() => undefined);
    late.set(call, isComing);
  }
  return known;
}

/**
 * Who has the number that calls, for a flow that needs it: minutes may have passed since the call came in, or less than a second.
 * @throws HolosError `db.away`: it has not come out yet
 */
export async function residentsCalling(call: Call): Promise<readonly number[]> {
  await lookedUp(late.get(call) ?? Promise.resolve());
  return call.residentIds;
}

async function isKnownLate(call: Call, first: Promise<Known>, lookUp: () => Promise<Known>): Promise<void> {
  const known = await first.catch((error) => again(error, call, lookUp));
  if (!call.signal.aborted) isKnown(call, known);
}

async function again(error: unknown, call: Call, lookUp: () => Promise<Known>): Promise<Known> {
  if (!isAway(error)) throw error;
  await new Promise<void>((resolve) => timeLimit(retryMs, resolve, { keepsAlive: false }));
  call.signal.throwIfAborted();
  return lookUp().catch((next) => again(next, call, lookUp));
}

function isKnown(call: Call, { as, residentIds }: Known): void {
  call.residentIds = residentIds;
  call.step({ kind: 'identified', as, residentIds });
}
