import type { Language } from '../../config/company.ts';
import { type Database, inTransaction } from '../connect.ts';

/** One number that is to be told when an incident is mended. */
export interface SubscriberRow {
  id: number;
  incidentId: number;
  /** E.164. */
  number: string;
  language: Language;
  hotline: string;
  callId: string;
  joinedAt: Date;
  toldAt: Date | null;
}

const subscriberColumns = {
  id: 'id',
  incidentId: 'incident_id',
  number: 'number',
  language: 'language',
  hotline: 'hotline',
  callId: 'call_id',
  joinedAt: 'joined_at',
  toldAt: 'told_at',
};

/** Of these incidents those that this number has joined. */
export async function joinedIncidents(
  db: Database,
  number: string,
  incidentIds: readonly number[],
): Promise<number[]> {
  return db('incident_subscribers')
    .where({ number })
    .whereIn('incident_id', incidentIds)
    .pluck('incident_id');
}

/**
 * Joins an incident that is open; a number that has joined stays as it joined first.
 * @param closedToo who was told that he has joined joins also what was closed since: he is told that it is mended
 * @returns false when it was closed in the meantime
 */
export async function joinIncident(
  db: Database,
  subscriber: Omit<SubscriberRow, 'id' | 'toldAt'>,
  { closedToo = false } = {},
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // Shared, so that it cannot be closed in between, and nobody who joins waits for another.
    const incident: { closedAt: Date | null } | undefined = await trx('incidents')
      .select({ closedAt: 'closed_at' })
      .where({ id: subscriber.incidentId })
      .forShare()
      .first();
    if (!incident || (incident.closedAt !== null && !closedToo)) return false;
    const row = {
      incident_id: subscriber.incidentId,
      number: subscriber.number,
      language: subscriber.language,
      hotline: subscriber.hotline,
      call_id: subscriber.callId,
      joined_at: subscriber.joinedAt,
    };
    await trx('incident_subscribers')
      .insert(row)
      .onConflict(['incident_id', 'number'])
      .merge(['incident_id']);
    return true;
  });
}

/** Who is still to be told that what he joined is mended, with what it was; those who joined first come first. */
export async function subscribersToTell(
  db: Database,
  limit: number,
): Promise<(SubscriberRow & { kind: string })[]> {
  return db('incident_subscribers')
    .join('incidents', 'incidents.id', 'incident_subscribers.incident_id')
    .select({ ...qualified(subscriberColumns, 'incident_subscribers'), kind: 'incidents.kind' })
    .whereNotNull('incidents.closed_at')
    .whereNull('incident_subscribers.told_at')
    .orderBy('incident_subscribers.id')
    .limit(limit);
}

/** False when somebody else has told him. */
export async function markTold(db: Database, subscriberId: number, toldAt: Date): Promise<boolean> {
  const told = await db('incident_subscribers')
    .where({ id: subscriberId })
    .whereNull('told_at')
    .update({ told_at: toldAt });
  return told > 0;
}

export async function findSubscriber(db: Database, id: number): Promise<SubscriberRow | null> {
  return (await db('incident_subscribers').select(subscriberColumns).where({ id }).first()) ?? null;
}

export async function subscribersOf(db: Database, incidentId: number): Promise<SubscriberRow[]> {
  return db('incident_subscribers')
    .select(subscriberColumns)
    .where({ incident_id: incidentId })
    .orderBy('id');
}

function qualified(names: Record<string, string>, table: string): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([alias, name]) => [alias, `${table}.${name}`]));
}
