import { z } from 'zod';
import { type role, time } from '../shapes/common.ts';

/** One REST route: the server registers it from here, the desk calls it from here, and /api/openapi.json describes it from here. */
export interface Route {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** Who may: nobody needs to be logged in for `anyone`. */
  may: 'anyone' | z.infer<typeof role>[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer: z.ZodType;
  /** It answers with a WAV, whole or the range that was asked for, and not with JSON. */
  sound?: true;
  /** It answers with a file of this kind, however long that takes, and not with JSON. */
  file?: 'text/csv';
  /** What its fields do not tell of it: 404, that something named in the body may not be there; 409, that it is not done in every state; 429, that it may be tried so often only. */
  fails?: readonly (404 | 409 | 429)[];
  /** How long it may take, in ms, where more is done for the answer than a few words with the database. */
  longestMs?: number;
  /** It is sent a recorded file as it is, and not JSON. */
  upload?: true;
}

export const everyone: Route['may'] = ['operator', 'supervisor', 'administrator'];
export const leads: Route['may'] = ['supervisor', 'administrator'];
/** Who lets others in. */
export const administrators: Route['may'] = ['administrator'];
export const numericId = z.object({ id: z.coerce.number().int().positive() });
/** Just less than the desk waits for an answer. */
export const slow = { longestMs: 14_000 };
export const page = { limit: z.coerce.number().int().min(1).max(200).default(50), before: time.optional() };
