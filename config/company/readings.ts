import { z } from 'zod';

/** What a meter measures. */
export const meterKinds = ['cold-water', 'hot-water', 'electricity', 'gas', 'heat'] as const;
export type MeterKind = (typeof meterKinds)[number];

const dayOfMonth = z.number().int().min(1).max(31);
const usual = z.number().positive();

/** When readings are taken, and which of them are doubted. */
export const readingsSchema = z
  .strictObject({
    /**
     * The first and the last day of the month on which readings are taken. A first day that is later than the last goes over the
     * end of the month (25 to 3), and what is handed in after it counts for the month before.
     */
    firstDay: dayOfMonth.default(1),
    lastDay: dayOfMonth.default(31),
    /** A reading is doubted when more was used than so many times the usual. */
    farAboveTimes: z.number().min(1.5).max(100).default(4),
    /** What a flat uses in a month, in m³, kWh or Gcal: for meters of which too little is known to tell what is usual. */
    usualPerMonth: z
      .strictObject({
        'cold-water': usual.default(6),
        'hot-water': usual.default(4),
        electricity: usual.default(180),
        gas: usual.default(25),
        heat: usual.default(1.5),
      })
      .prefault({}),
  })
  .prefault({});

export type ReadingRules = z.infer<typeof readingsSchema>;
