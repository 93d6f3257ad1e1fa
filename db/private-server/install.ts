import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import { HolosError } from '../../errors.ts';
import type { ServerFiles } from './files.ts';
import { findProgram } from './programs.ts';

/** A new database takes about 120 MB; below this there would soon be no room to write. */
const neededBytes = 300 * 1024 * 1024;

/**
 * Makes the system tables once. They are made beside and moved into place when whole,
 * so a start that is cut off half-way leaves nothing that looks ready.
 * @throws HolosError `db.disk-full`, `db.install-failed`, `db.program-missing`
 */
export async function installOnce(files: ServerFiles): Promise<void> {
  if (existsSync(files.data)) return;
  demandSpace(files.folder, neededBytes);
  const staged = `${files.data}.new`;
  rmSync(staged, { recursive: true, force: true });
  const { username, uid } = os.userInfo();
  const options = [
    '--no-defaults',
    `--datadir=${staged}`,
    `--tmpdir=${files.tmp}`,
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${username}`,
    '--skip-test-db',
    '--skip-name-resolve',
    // Else it refuses where the machine's own name cannot be looked up; nothing here goes by names.
    '--force',
    '--innodb-log-file-size=32M',
    ...(uid === 0 ? ['--user=root'] : []),
  ];
  try {
    await promisify(execFile)(findProgram('mariadb-install-db'), options, { timeout: 120_000 });
  } catch (error) {
    if (error instanceof HolosError) throw error;
    demandSpace(files.folder, 16 * 1024 * 1024);
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    const output = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');
    const message = `MariaDB's tables could not be made in ${files.folder}: ${output || String(error)}`;
    throw new HolosError('db.install-failed', message, { folder: files.folder }, error);
  }
  renameSync(staged, files.data);
}

/** @throws HolosError `db.disk-full` when less than `bytes` are free under the folder. */
export function demandSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const inMb = (n: number) => Math.floor(n / 1024 / 1024);
  throw new HolosError(
    'db.disk-full',
    `The disk under ${folder} has ${inMb(free)} MB free, the database needs ${inMb(bytes)} MB: free some space, or set HOLOS_HOME to another disk.`,
    { folder, free },
  );
}
