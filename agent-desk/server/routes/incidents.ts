import type { Database } from '../../../db/connect.ts';
import { findBuildings } from '../../../db/queries/buildings.ts';
import type { DeskServerParts } from '../parts.ts';
import { presentIncident } from '../present/incident.ts';
import type { Handlers } from '../routing.ts';

type Names = 'buildings' | 'incidents' | 'openIncident' | 'expectIncident' | 'closeIncident';

export function incidentRoutes(db: Database, incidents: DeskServerParts['incidents']): Pick<Handlers, Names> {
  return {
    buildings: ({ query }) => findBuildings(db, query.search),
    incidents: async () => (await incidents.list()).map(presentIncident),
    async openIncident({ body, operator }) {
      const since = new Date(body.since);
      const until = body.until === null ? null : new Date(body.until);
      return presentIncident(await incidents.open({ ...body, since, until, openedBy: operator.id }));
    },
    async expectIncident({ params, body }) {
      const until = body.until === null ? null : new Date(body.until);
      return presentIncident(await incidents.expect(params.id, until));
    },
    closeIncident: async ({ params, operator }) =>
      presentIncident(await incidents.close(params.id, operator.id)),
  };
}
