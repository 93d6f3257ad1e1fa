import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { type Administrator, thisUser } from './administrator.ts';
import { installPackages } from './apt.ts';
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

/** With a database of one's own no MariaDB is started, and none installed. */
export function needsWith({ databaseUrl }: Pick<Settings, 'databaseUrl'>): readonly Need[] {
  return databaseUrl ? needsToRun.filter((need) => !need.package.startsWith('mariadb')) : needsToRun;
}

export const needsToTest: readonly Need[] = [
  ...needsToRun,
  { program: 'chromium', package: 'chromium' },
  { program: 'chromium-headless-shell', package: 'chromium-headless-shell' },
  { program: 'ip', package: 'iproute2' },
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

/** What is to be installed, and what makes a command one of root's. */
export interface Installation {
  readonly packages: readonly string[];
  readonly right: readonly string[];
}

/**
 * What this machine lacks, and the right to install it: sudo asks for its password now, before anything is drawn over it.
 * Undefined when all is there.
 * @throws HolosError `cli.no-apt`, `cli.no-permission` with the command for an administrator
 */
export async function planInstallation(
  needs: readonly Need[],
  has: (program: string) => boolean = hasProgram,
  user: Administrator = thisUser,
): Promise<Installation | undefined> {
  const packages = missingPackages(needs, has);
  if (packages.length === 0) return undefined;
  if (!has('apt-get')) {
    const programs = needs.filter((need) => !has(need.program)).map((need) => need.program);
    throw new HolosError(
      'cli.no-apt',
      `These programs are missing, and this machine has no apt-get to install them: ${programs.join(', ')}. Install them in your system's way and try again.`,
    );
  }
  const permission = await user.permission(
    has('sudo'),
    `Debian packages to install: ${packages.join(', ')}.`,
  );
  if ('right' in permission) return { packages, right: permission.right };
  throw new HolosError(
    'cli.no-permission',
    `Debian packages are missing, and ${permission.refusal}. Let an administrator run this, then try again: ` +
      `sudo apt-get update && sudo apt-get install --no-install-recommends --no-remove ${packages.join(' ')}`,
  );
}

/**
 * Installs what was planned, and says first what that is. Answers with what was done, in a few words.
 * @throws HolosError `cli.install-failed`; the signal's reason
 */
export async function ensurePackages(
  plan: Installation | undefined,
  say: Say,
  signal?: AbortSignal,
): Promise<string> {
  if (!plan) return 'all there';
  const names = plan.packages.join(', ');
  say(`installing ${names} with apt-get`);
  await installPackages(plan.right, plan.packages, say, signal);
  const needs = needsToTest.filter((need) => plan.packages.includes(need.package));
  const still = missingPackages(needs, hasProgram);
  if (still.length === 0) return `installed ${names}`;
  throw new HolosError(
    'cli.install-failed',
    `apt-get installed ${still.join(', ')}, yet a program of it is not found on this machine.`,
  );
}
