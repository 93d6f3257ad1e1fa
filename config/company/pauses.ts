import { z } from 'zod';

/** Why an operator may pause. */
export const pauseReasons = ['break', 'lunch', 'training', 'paperwork'] as const;

/**
 * How many minutes a pause of each reason may last; one that is not said may last as long as it takes. Nobody is put back to
 * work when it is over: the desk and the wall say so.
 */
export const pausesSchema = z
  .strictObject(
    Object.fromEntries(
      pauseReasons.map((reason) => [reason, z.number().min(1).max(720).optional()]),
    ) as Record<(typeof pauseReasons)[number], z.ZodOptional<z.ZodNumber>>,
  )
  .default({});
