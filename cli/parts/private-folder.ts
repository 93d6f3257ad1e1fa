import { chmodSync, mkdirSync, statSync } from 'node:fs';

/**
 * Makes a folder that nobody but its owner can look into, or such a one of what is there; folders above it are as this user makes
 * them: others may have to go through.
 * @throws Node's own error where it cannot be made
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if ((statSync(folder).mode & 0o777) === 0o700) return;
  try {
    chmodSync(folder, 0o700);
  } catch {
    // Somebody else's, or read-only: whoever cannot write into it tells so, with what to do.
  }
}
