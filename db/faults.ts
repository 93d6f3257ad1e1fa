import { codeOf } from '../errors.ts';

/** Classes of SQLSTATE: a value that does not fit, one that breaks a rule of the table, and what strict mode makes of a warning. */
const ofTheData = ['22', '23', '01'];

/** Whether the database has refused what was to be written for what it is: the same will be refused tomorrow, too. */
export function isRefused(error: unknown): boolean {
  const { sqlState } = (error ?? {}) as { sqlState?: unknown };
  if (typeof sqlState === 'string' && ofTheData.includes(sqlState.slice(0, 2))) return true;
  return codeOf(error) === 'ER_NET_PACKET_TOO_LARGE';
}
