import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endLeftovers } from './leftovers.ts';

/** Gives the work a folder that is gone afterwards, together with every process that has its home in it or below. */
export async function inOwnFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `holos-${name}-`));
  try {
    return await work(folder);
  } finally {
    await endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder in it for TMPDIR. What tsx has compiled once serves every one of them. */
export function temporaryIn(folder: string): string {
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary);
  const compiled = `tsx-${os.userInfo().uid}`;
  const shared = path.join(os.tmpdir(), compiled);
  // A link to nothing is a folder that cannot be made, and nothing may have been run by tsx since the machine was switched on.
  mkdirSync(shared, { recursive: true });
  symlinkSync(shared, path.join(temporary, compiled));
  return temporary;
}
