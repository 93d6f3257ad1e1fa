import { z } from 'zod';

/**
 * By which fact a caller shows whose account he may hear about. `pin`: the PIN of the account. `account`: the number of the account
 * with its check digit, for callers whose telephone number points to it; others need the PIN as well.
 */
export const verificationSchema = z.enum(['pin', 'account']).default('pin');
