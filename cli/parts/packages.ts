import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { installPackages, rightToInstall } from './apt.ts';
import type { Say } from './steps.ts';

/** A program that Holos runs, and the Debian package that brings it. */
export interface Need {
  readonly program: string;
  readonly package: string;
}

/**
 * MariaDB's `-core` packages hold the programs alone: no service is installed, so nothing that the machine
 * runs already is touched (docs/decisions/002-mariadb-server-core.md).
 */
export const needsToRun: readonly Need[] = [
  { program: 'mariadbd', package: 'mariadb-server-core' },
  { program: 'mariadb-install-db', package: 'mariadb-server-core' },
  { program: 'mariadb', package: 'mariadb-client-core' },
  { program: 'espeak-ng', package: 'espeak-ng' },
  { program: 'ffmpeg', package: 'ffmpeg' },
];

export const needsToTest: readonly Need[] = [
  ...needsToRun,
  { program: 'chromium', package: 'chromium' },
  { program: 'ip', package: 'iproute2' },
  { program: 'sipp', package: 'sip-tester' },
  { program: 'baresip', package: 'baresip-core' },
];

/** Debian keeps servers in sbin, which is not on every user's PATH. */
const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The packages whose programs this machine lacks, each once. */
export function missingPackages(needs: readonly Need[], has: (program: string) => boolean): string[] {
  return [...new Set(needs.filter((need) => !has(need.program)).map((need) => need.package))];
}

export function hasProgram(name: string): boolean {
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Installs the Debian packages that are missing, and says first which. Answers with what was done, in a few words.
 * @throws HolosError `cli.no-apt`, `cli.no-permission`, `cli.install-failed`
 */
export async function ensurePackages(needs: readonly Need[], say: Say): Promise<string> {
  const missing = missingPackages(needs, hasProgram);
  if (missing.length === 0) return 'all there';
  if (!hasProgram('apt-get')) {
    const programs = needs.filter((need) => !hasProgram(need.program)).map((need) => need.program);
    throw new HolosError(
      'cli.no-apt',
      `These programs are missing, and this machine has no apt-get to install them: ${programs.join(', ')}. Install them in your system's way and try again.`,
    );
  }
  const right = await rightToInstall(hasProgram('sudo'));
  if (!right) {
    throw new HolosError(
      'cli.no-permission',
      `Debian packages are missing and this user may not install them. Run this, then try again: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  say(`installing ${missing.join(', ')} with apt-get`);
  await installPackages(right, missing, say);
  const still = missingPackages(needs, hasProgram);
  if (still.length === 0) return `installed ${missing.join(', ')}`;
  throw new HolosError(
    'cli.install-failed',
    `apt-get installed ${still.join(', ')}, yet a program of it is not found on this machine.`,
  );
}
