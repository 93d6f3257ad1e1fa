import type { FailureTold } from './contract.ts';

/** What could not be done. `code` says why: the server's own word, or one of the desk's: `offline`, `link-lost`, `timeout`, `unreadable`. */
export class DeskFailure extends Error {
  readonly code: string;
  /** Of a list of which nobody can be called: all its numbers. */
  readonly refused: FailureTold['refused'];

  constructor(code: string, message: string, cause?: unknown, refused?: FailureTold['refused']) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DeskFailure';
    this.code = code;
    this.refused = refused;
  }
}

export function codeOfFailure(error: unknown): string {
  return error instanceof DeskFailure ? error.code : 'unexpected';
}
