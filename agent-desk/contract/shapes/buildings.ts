import { z } from 'zod';
import { names, time } from './common.ts';

export { toldAheadMs } from '../../../config/company/incidents.ts';

/** A breakdown or planned works in some buildings; open until it is closed. */
export const incident = z.object({
  id: z.number().int(),
  kind: z.string(),
  since: time,
  /** When it is expected to be mended; null: nobody knows. */
  until: time.nullable(),
  comment: z.string(),
  openedAt: time,
  closedAt: time.nullable(),
  buildings: z.array(z.object({ id: z.number().int(), street: z.string(), house: z.string() })),
  /** How many numbers are told when it is mended. */
  subscribers: z.number().int(),
});
export type Incident = z.infer<typeof incident>;

/** What callers of a hotline are told before the menu for a while. */
export const announcement = z.object({
  id: z.number().int(),
  hotline: z.string(),
  texts: names,
  prompt: z.string().nullable(),
  beginsAt: time,
  endsAt: time,
  setAt: time,
  setByName: z.string().nullable(),
  endedEarlyAt: time.nullable(),
});
export type Announcement = z.infer<typeof announcement>;

export const building = z.object({
  id: z.number().int(),
  street: z.string(),
  house: z.string(),
  centre: z.string(),
});
export type Building = z.infer<typeof building>;
