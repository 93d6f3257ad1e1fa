import type { DeskServerParts } from '../parts.ts';
import { presentAnnouncement } from '../present/incident.ts';
import type { Handlers } from '../routing.ts';

type Names = 'announcements' | 'setAnnouncement' | 'endAnnouncement';

export function announcementRoutes(announcements: DeskServerParts['announcements']): Pick<Handlers, Names> {
  return {
    announcements: async () => (await announcements.list()).map(presentAnnouncement),
    async setAnnouncement({ body, operator }) {
      const times = { beginsAt: new Date(body.beginsAt), endsAt: new Date(body.endsAt) };
      return presentAnnouncement(await announcements.set({ ...body, ...times, setBy: operator.id }));
    },
    endAnnouncement: async ({ params, operator }) =>
      presentAnnouncement(await announcements.end(params.id, operator.id)),
  };
}
