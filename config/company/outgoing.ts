import { z } from 'zod';

const roles = z.array(z.enum(['operator', 'supervisor', 'administrator'])).default([]);

/** Who may call what costs more. Numbers of this country, of the executors and of the emergency services are for everybody. */
export const outgoingSchema = z
  .strictObject({
    foreign: roles,
    /** Numbers that cost the caller more than a call, in this country or abroad. */
    premium: roles,
  })
  .default({ foreign: [], premium: [] });
