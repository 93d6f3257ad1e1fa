import { z } from 'zod';
import { operator } from './operators.ts';

/** Who may log in, as administrators see them. */

/** What can be read out on the telephone, typed anywhere, and written in a company file as it is. */
export const loginSpelling = /^[a-z][a-z0-9._-]{0,39}$/i;
/** In letters. */
export const longestPersonName = 120;

export const person = operator.extend({
  /** False: locked out. What was done under the login stays under the name. */
  mayLogIn: z.boolean(),
});
export type Person = z.infer<typeof person>;
