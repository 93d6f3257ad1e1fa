import type { AnnouncementRow } from '../../../db/queries/announcements.ts';
import type { ListedIncident } from '../../../db/queries/incidents.ts';
import type { Announcement, Incident } from '../../contract/shapes.ts';

export function presentIncident(incident: ListedIncident): Incident {
  return {
    id: incident.id,
    kind: incident.kind,
    since: incident.since.toISOString(),
    until: incident.until?.toISOString() ?? null,
    comment: incident.comment,
    openedAt: incident.openedAt.toISOString(),
    closedAt: incident.closedAt?.toISOString() ?? null,
    buildings: incident.buildings,
    subscribers: incident.subscribers,
  };
}

export function presentAnnouncement(announcement: AnnouncementRow): Announcement {
  return {
    id: announcement.id,
    hotline: announcement.hotline,
    texts: announcement.texts,
    prompt: announcement.prompt,
    beginsAt: announcement.beginsAt.toISOString(),
    endsAt: announcement.endsAt.toISOString(),
    setAt: announcement.setAt.toISOString(),
    setByName: announcement.setByName,
    endedEarlyAt: announcement.endedEarlyAt?.toISOString() ?? null,
  };
}
