import { z } from 'zod';
import { callSummary } from './calls.ts';
import { callRefusal, time } from './common.ts';
import { requestSummary } from './requests.ts';

export const resident = z.object({
  id: z.number().int(),
  name: z.string(),
  phones: z.array(z.string()),
  /** Of those phones that not everybody may call. */
  refusals: z.record(z.string(), callRefusal),
  notes: z.string(),
  account: z.object({
    id: z.number().int(),
    number: z.string(),
    balanceKopecks: z.number().int(),
    lastPaymentOn: z.string().nullable(),
    lastPaymentKopecks: z.number().int().nullable(),
  }),
  building: z.object({ id: z.number().int(), street: z.string(), house: z.string(), centre: z.string() }),
  flat: z.string(),
});
export type Resident = z.infer<typeof resident>;

/** What the operator sees of a caller. `as` says how sure we are: one person has this number, several, none, or it was withheld. */
export const card = z.object({
  as: z.enum(['one', 'several', 'none', 'anonymous']),
  residents: z.array(resident),
  openRequests: z.array(requestSummary),
  houseRequests: z.array(requestSummary),
  earlierCalls: z.array(callSummary),
});
export type Card = z.infer<typeof card>;

/** A meter and what it showed last: the reading that counts for its latest period. Values have three decimals: `123.450`. */
export const meter = z.object({
  id: z.number().int(),
  kind: z.string(),
  place: z.string(),
  serial: z.string(),
  /** Days, `YYYY-MM-DD`; a meter without the first needs no verification. */
  verifiedUntil: z.string().nullable(),
  outOfServiceSince: z.string().nullable(),
  last: z
    .object({
      value: z.string(),
      period: z.string(),
      takenAt: time,
      /** Why it is to be checked; empty: it is not. */
      doubts: z.array(z.string()),
    })
    .nullable(),
});
export type Meter = z.infer<typeof meter>;

/** A reading that a resident has confirmed although it is doubtful. Values have three decimals: `123.450`. */
export const readingToCheck = z.object({
  id: z.number().int(),
  value: z.string(),
  takenAt: time,
  doubts: z.array(z.string()),
  meter: z.object({ kind: z.string(), place: z.string(), serial: z.string() }),
  /** What the meter showed in the period before; null: that is not known. */
  earlier: z.object({ value: z.string(), takenAt: time }).nullable(),
  account: z.string(),
  home: z.object({ street: z.string(), house: z.string(), flat: z.string() }),
  callId: z.string().nullable(),
  /** Where it was called from; null: withheld, or not by telephone. */
  number: z.string().nullable(),
});
export type ReadingToCheck = z.infer<typeof readingToCheck>;

/** A breakdown in a resident's building that is not mended yet. */
export const knownIncident = z.object({
  id: z.number().int(),
  kind: z.string(),
  since: time,
  until: time.nullable(),
  comment: z.string(),
});
export type KnownIncident = z.infer<typeof knownIncident>;

/** What is known of a resident's home, beside the card. */
export const home = z.object({
  email: z.string().nullable(),
  /** Whether the account has a PIN, by which its holder shows who he is on the phone. */
  hasPin: z.boolean(),
  meters: z.array(meter),
  incidents: z.array(knownIncident),
});
export type Home = z.infer<typeof home>;
