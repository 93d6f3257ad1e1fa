import { codeOf } from '../errors.ts';

/** Worth trying again later, just so: it cannot be reached, has no room for us, or others stand in our way. */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'PROTOCOL_CONNECTION_LOST', 'db.away'],
  ...['ER_SERVER_SHUTDOWN', 'ER_CON_COUNT_ERROR', 'ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK'],
]);

/** Whether the database does not answer, or takes nothing just now: the same will be taken when that is over. */
export function isAway(error: unknown): boolean {
  const { name, fatal } = (error ?? {}) as { name?: unknown; fatal?: unknown };
  // `fatal`: what the driver calls the end of a connection.
  return away.has(codeOf(error)) || name === 'KnexTimeoutError' || fatal === true;
}

/** Classes of SQLSTATE: a value that does not fit, one that breaks a rule of the table, and what strict mode makes of a warning. */
const ofTheData = ['22', '23', '01'];

/** Whether the database has refused what was to be written for what it is: the same will be refused tomorrow, too. */
export function isRefused(error: unknown): boolean {
  const { sqlState } = (error ?? {}) as { sqlState?: unknown };
  if (typeof sqlState === 'string' && ofTheData.includes(sqlState.slice(0, 2))) return true;
  return codeOf(error) === 'ER_NET_PACKET_TOO_LARGE';
}
