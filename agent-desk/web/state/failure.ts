/** What could not be done. `code` says why: the server's own word, or one of the desk's: `offline`, `timeout`, `unreadable`. */
export class DeskFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DeskFailure';
    this.code = code;
  }
}

export function codeOfFailure(error: unknown): string {
  return error instanceof DeskFailure ? error.code : 'unexpected';
}
