import { type Database, inTransaction } from '../connect.ts';
import { insertOnce } from '../insert-once.ts';

/** A breakdown or planned works in some buildings. Open until it is closed. */
export interface IncidentRow {
  id: number;
  /** Of the company file's `incidentKinds`. */
  kind: string;
  since: Date;
  /** When it is expected to be mended; null: nobody knows. */
  until: Date | null;
  comment: string;
  openedAt: Date;
  openedBy: number | null;
  closedAt: Date | null;
  closedBy: number | null;
}

export interface ListedIncident extends IncidentRow {
  buildings: { id: number; street: string; house: string }[];
  subscribers: number;
}

const columns = {
  id: 'incidents.id',
  kind: 'incidents.kind',
  since: 'incidents.since',
  until: 'incidents.until',
  comment: 'incidents.comment',
  openedAt: 'incidents.opened_at',
  openedBy: 'incidents.opened_by',
  closedAt: 'incidents.closed_at',
  closedBy: 'incidents.closed_by',
};

export interface NewIncident
  extends Pick<IncidentRow, 'kind' | 'since' | 'until' | 'comment' | 'openedAt' | 'openedBy'> {
  /** Made by the desk that sends it: sent again, it is the incident that is there. */
  deskKey?: string;
}

/** Opens an incident in these buildings. @returns its id; null when one of the buildings does not exist */
export async function openIncident(
  db: Database,
  incident: NewIncident,
  buildingIds: readonly number[],
): Promise<number | null> {
  return inTransaction(db, async (trx) => {
    const known: number[] = await trx('buildings').whereIn('id', buildingIds).pluck('id');
    if (known.length < new Set(buildingIds).size) return null;
    const { id, isNew } = await insertOnce(trx, 'incidents', {
      kind: incident.kind,
      since: incident.since,
      until: incident.until,
      comment: incident.comment,
      opened_at: incident.openedAt,
      opened_by: incident.openedBy,
      desk_key: incident.deskKey ?? null,
    });
    if (!isNew) return id;
    await trx('incident_buildings').insert(
      known.map((buildingId) => ({ incident_id: id, building_id: buildingId })),
    );
    return id;
  });
}

/** Says anew when it is expected to be mended. False when it is not open any more. */
export async function expectIncidentUntil(db: Database, id: number, until: Date | null): Promise<boolean> {
  return (await db('incidents').where({ id }).whereNull('closed_at').update({ until })) > 0;
}

/** False when it was closed already or does not exist. */
export async function closeIncident(
  db: Database,
  close: { id: number; closedAt: Date; closedBy: number | null },
): Promise<boolean> {
  const closed = await db('incidents')
    .where({ id: close.id })
    .whereNull('closed_at')
    .update({ closed_at: close.closedAt, closed_by: close.closedBy });
  return closed > 0;
}

/** What is open in the buildings where these residents live, oldest first; each incident once. */
export async function openIncidentsOfResidents(
  db: Database,
  residentIds: readonly number[],
): Promise<IncidentRow[]> {
  if (residentIds.length === 0) return [];
  return db('residents')
    .join('accounts', 'accounts.id', 'residents.account_id')
    .join('incident_buildings', 'incident_buildings.building_id', 'accounts.building_id')
    .join('incidents', 'incidents.id', 'incident_buildings.incident_id')
    .whereIn('residents.id', residentIds)
    .whereNull('incidents.closed_at')
    .distinct(columns)
    .orderBy('incidents.id');
}

export async function findIncident(db: Database, id: number): Promise<ListedIncident | null> {
  const found: IncidentRow[] = await db('incidents').select(columns).where({ id });
  return (await listed(db, found))[0] ?? null;
}

/** Those that are open, and those that were closed since; newest first. */
export async function listIncidents(
  db: Database,
  filter: { closedSince: Date; limit: number },
): Promise<ListedIncident[]> {
  const found: IncidentRow[] = await db('incidents')
    .select(columns)
    .where((either) => either.whereNull('closed_at').orWhere('closed_at', '>=', filter.closedSince))
    .orderBy('id', 'desc')
    .limit(filter.limit);
  return listed(db, found);
}

async function listed(db: Database, incidents: IncidentRow[]): Promise<ListedIncident[]> {
  const ids = incidents.map((incident) => incident.id);
  const [places, counts] = await Promise.all([
    db('incident_buildings')
      .join('buildings', 'buildings.id', 'incident_buildings.building_id')
      .select<Place[]>({ incidentId: 'incident_id', id: 'buildings.id', street: 'street', house: 'house' })
      .whereIn('incident_id', ids)
      .orderBy(['street', 'house']),
    db('incident_subscribers')
      .select<{ incidentId: number; subscribers: number }[]>(
        { incidentId: 'incident_id' },
        db.raw('COUNT(*) AS subscribers'),
      )
      .whereIn('incident_id', ids)
      .groupBy('incident_id'),
  ]);
  return incidents.map((incident) => ({
    ...incident,
    buildings: places
      .filter(({ incidentId }) => incidentId === incident.id)
      .map(({ id, street, house }) => ({ id, street, house })),
    subscribers: counts.find(({ incidentId }) => incidentId === incident.id)?.subscribers ?? 0,
  }));
}

type Place = ListedIncident['buildings'][number] & { incidentId: number };
