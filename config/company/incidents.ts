import { z } from 'zod';
import { id, textByLanguage } from './shared.ts';

const incidentKind = z.strictObject({
  id,
  /** As the desk names it. */
  name: textByLanguage,
  /**
   * As it is spoken in the middle of a sentence: "у вашому будинку …", "в вашем доме …", "your building has …". For planned works
   * the works themselves: "планові роботи на водогоні".
   */
  spoken: textByLanguage,
  /** Works that were planned; otherwise it is a breakdown. */
  planned: z.boolean().default(false),
});

/** What may befall a building, the most urgent first: of several things a caller hears the first ones. */
export const incidentKindsSchema = z.array(incidentKind).max(50).default([]);

/** How long before something begins callers hear of it. */
export const toldAheadMs = 24 * 3_600_000;

export type IncidentKind = z.infer<typeof incidentKind>;
