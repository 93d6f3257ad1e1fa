/**
 * An error with a code: what went wrong is decided by `code`, never by the words of the message.
 * The message is for people and says what to do; `details` are for the log and hold nothing secret.
 */
export class HolosError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HolosError';
    this.code = code;
    this.details = details;
  }
}

/** The code of any error: ours, Node's (`ECONNREFUSED`), the database's (`ER_DUP_ENTRY`), or `unknown`. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown';
}
