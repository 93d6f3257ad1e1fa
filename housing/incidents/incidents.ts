import type { IncidentKind } from '../../config/company/incidents.ts';
import type { Company, Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { joinedIncidents } from '../../db/queries/incident-subscribers.ts';
import {
  closeIncident,
  expectIncidentUntil,
  findIncident,
  type ListedIncident,
  listIncidents,
  openIncident,
  openIncidentsOfResidents,
} from '../../db/queries/incidents.ts';
import { HolosError } from '../../errors.ts';
import { type Telling, tellingOf, toTell } from './telling.ts';

export interface ToldIncident extends Telling {
  id: number;
  /** Others that are the same to the caller, in his other buildings: they are not told, and whoever joins joins them, too. */
  alike: number[];
  /** This number is to be told already, of these as well. */
  joined: boolean;
}

export interface Incidents {
  /** What callers who may be these residents are told of their buildings, the most urgent first, at most two. */
  tellings(caller: {
    residentIds: readonly number[];
    number: string | null;
    language: Language;
  }): Promise<ToldIncident[]>;
  /** @throws HolosError `incident.unknown-kind`, `incident.unknown-building`, `incident.times` */
  open(incident: NewIncident): Promise<ListedIncident>;
  /** Says anew when it is expected to be mended. @throws HolosError `incident.unknown`, `incident.not-now`, `incident.times` */
  expect(id: number, until: Date | null): Promise<ListedIncident>;
  /** It is mended: everybody who joined is told. @throws HolosError `incident.unknown`, `incident.not-now` */
  close(id: number, operatorId: number | null): Promise<ListedIncident>;
  /** All that are open, and those that were closed in the last week; newest first. */
  list(): Promise<ListedIncident[]>;
}

export interface NewIncident {
  kind: string;
  since: Date;
  until: Date | null;
  comment: string;
  buildingIds: readonly number[];
  openedBy: number | null;
  /** Made by the desk that sends it: sent again, it is the incident that is there, as it was opened first. */
  deskKey?: string;
}

const weekMs = 7 * 24 * 3_600_000;
const longestList = 200;

/**
 * What the company knows of its buildings' troubles. `changed` is told of an incident that callers hear of from now on, or in other
 * words; `mended`, that subscribers are to be told.
 */
export function createIncidents(parts: {
  db: Database;
  company: Pick<Company, 'incidentKinds' | 'timezone'>;
  changed: (incident: ListedIncident) => void;
  mended: () => void;
}): Incidents {
  const { db, company } = parts;
  async function tellChanged(id: number): Promise<ListedIncident> {
    const incident = await find(db, id);
    parts.changed(incident);
    return incident;
  }
  return {
    async tellings({ residentIds, number, language }) {
      const now = new Date();
      const open = await openIncidentsOfResidents(db, residentIds);
      const told = toTell(open, company.incidentKinds, now);
      if (told.length === 0) return [];
      const ids = told.flatMap(({ incident, alike }) => [incident, ...alike].map(({ id }) => id));
      const joinedIds = number === null ? [] : await joinedIncidents(db, number, ids);
      return told.map(({ incident, kind, alike }) => {
        const joined = [incident, ...alike].every(({ id }) => joinedIds.includes(id));
        const telling = tellingOf(incident, kind, { language, joined, now, timezone: company.timezone });
        return { id: incident.id, alike: alike.map(({ id }) => id), joined, ...telling };
      });
    },
    async open({ buildingIds, ...incident }) {
      demandKind(incident.kind, company.incidentKinds);
      demandOrder(incident.since, incident.until);
      const id = await openIncident(db, { ...incident, openedAt: new Date() }, buildingIds);
      if (id === null)
        throw new HolosError('incident.unknown-building', 'One of these buildings does not exist.');
      return tellChanged(id);
    },
    async expect(id, until) {
      const { since } = await find(db, id);
      demandOrder(since, until);
      if (!(await expectIncidentUntil(db, id, until))) throw closedAlready(id);
      return tellChanged(id);
    },
    async close(id, closedBy) {
      await find(db, id);
      if (!(await closeIncident(db, { id, closedAt: new Date(), closedBy }))) throw closedAlready(id);
      parts.mended();
      return find(db, id);
    },
    list: () => listIncidents(db, { closedSince: new Date(Date.now() - weekMs), limit: longestList }),
  };
}

async function find(db: Database, id: number): Promise<ListedIncident> {
  const incident = await findIncident(db, id);
  if (!incident) throw new HolosError('incident.unknown', 'There is no such incident.', { id });
  return incident;
}

function demandKind(id: string, kinds: readonly IncidentKind[]): void {
  if (kinds.some((kind) => kind.id === id)) return;
  throw new HolosError('incident.unknown-kind', `The company file knows no incident “${id}”.`, { id });
}

function demandOrder(since: Date, until: Date | null): void {
  if (until === null || until > since) return;
  throw new HolosError('incident.times', 'It cannot be mended before it began.');
}

function closedAlready(id: number): HolosError {
  return new HolosError('incident.not-now', 'This incident is closed already.', { id });
}
