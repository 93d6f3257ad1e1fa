import os from 'node:os';
import { codeOf, HolosError } from '../../errors.ts';

/** Node's codes for a disk that takes nothing: full, or not this user's. */
const full = ['ENOSPC', 'EDQUOT'];
const denied = ['EACCES', 'EPERM', 'EROFS'];

/** Whether nothing but the disk is in the way. */
export function isOfTheDisk(error: unknown): boolean {
  return [...full, ...denied].includes(codeOf(error));
}

/** Any error in words for the person at the terminal: one sentence that says what to do, where we know one. */
export function explain(error: unknown): string {
  if (error instanceof HolosError) return error.message;
  const place = (error as { path?: string } | null)?.path ?? 'The disk';
  if (full.includes(codeOf(error))) return `${place} has no room left: free some disk space and try again.`;
  if (denied.includes(codeOf(error)))
    return `${place} may not be used by ${os.userInfo().username}: give that user the right, or set HOLOS_HOME to another folder.`;
  if (error instanceof Error) return error.stack ?? error.message;
  return `Something that is no error was thrown: ${error}`;
}
