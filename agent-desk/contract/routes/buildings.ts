import { z } from 'zod';
import * as shape from '../shapes.ts';
import { everyone, leads, numericId, type Route, slow } from './route.ts';

export const buildingRoutes = {
  buildings: {
    method: 'get',
    path: '/api/buildings',
    summary: 'Buildings by their address, at most twenty.',
    may: everyone,
    query: z.object({ search: z.string().trim().min(1).max(100) }),
    answer: z.array(shape.building),
  },
  incidents: {
    method: 'get',
    path: '/api/incidents',
    summary:
      'Breakdowns and planned works that are open, and those that were closed in the last week; newest first.',
    may: everyone,
    answer: z.array(shape.incident),
  },
  openIncident: {
    method: 'post',
    path: '/api/incidents',
    summary:
      'Something has befallen these buildings: callers from there hear of it at once, or from a day before it begins, and may ask to be told when it is mended. Sent again with the same key, it is the incident that is there.',
    may: leads,
    body: z.object({
      deskKey: shape.deskKey.optional(),
      kind: z.string().min(1).max(40),
      since: shape.time,
      until: shape.time.nullable(),
      comment: z.string().trim().max(500).default(''),
      buildingIds: z.array(z.number().int().positive()).min(1).max(2000),
    }),
    answer: shape.incident,
  },
  expectIncident: {
    method: 'patch',
    path: '/api/incidents/{id}',
    summary: 'Say anew when it is expected to be mended.',
    may: leads,
    params: numericId,
    body: z.object({ until: shape.time.nullable() }),
    fails: [409],
    answer: shape.incident,
  },
  closeIncident: {
    method: 'post',
    path: '/api/incidents/{id}/close',
    summary: 'It is mended: everybody who asked for it is told, by SMS or by a call back.',
    may: leads,
    params: numericId,
    fails: [409],
    answer: shape.incident,
  },
  announcements: {
    method: 'get',
    path: '/api/announcements',
    summary: 'Announcements that callers hear now or will hear; what was set last first.',
    may: everyone,
    answer: z.array(shape.announcement),
  },
  setAnnouncement: {
    method: 'post',
    path: '/api/announcements',
    summary:
      'Have all callers of a hotline told something before the menu: a text in some languages, or a prompt. Sent again with the same key, it is the announcement that is there.',
    may: leads,
    body: z.object({
      deskKey: shape.deskKey.optional(),
      hotline: z.string().min(1).max(40),
      texts: z.partialRecord(shape.language, z.string().trim().min(1).max(500)).default({}),
      prompt: z.string().min(1).max(80).nullable().default(null),
      beginsAt: shape.time,
      endsAt: shape.time,
    }),
    answer: shape.announcement,
    ...slow,
  },
  endAnnouncement: {
    method: 'post',
    path: '/api/announcements/{id}/end',
    summary: 'End an announcement before its time.',
    may: leads,
    params: numericId,
    fails: [409],
    answer: shape.announcement,
  },
} satisfies Record<string, Route>;
