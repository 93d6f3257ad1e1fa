import os from 'node:os';
import { codeOf, HolosError } from '../../errors.ts';

/** Any error in words for the person at the terminal: one sentence that says what to do, where we know one. */
export function explain(error: unknown): string {
  if (error instanceof HolosError) return error.message;
  const place = (error as { path?: string } | null)?.path ?? 'The disk';
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `${place} has no room left: free some disk space and try again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${place} may not be used by ${os.userInfo().username}: give that user the right, or set HOLOS_HOME to another folder.`;
    default:
      return error instanceof Error
        ? (error.stack ?? error.message)
        : `Something that is no error was thrown: ${error}`;
  }
}
