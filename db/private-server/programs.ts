import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { HolosError } from '../../errors.ts';

/** Debian keeps servers in /usr/sbin, which is not on the PATH of ordinary users. */
const usualFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/usr/libexec'];

/**
 * The full path of one of MariaDB's programs.
 * @throws HolosError `db.program-missing`
 */
export function findProgram(name: 'mariadbd' | 'mariadb-install-db', folders = usualFolders): string {
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    if (isExecutable(candidate)) return candidate;
  }
  throw new HolosError(
    'db.program-missing',
    `MariaDB's program ${name} is not on this machine. Install it: sudo apt-get install mariadb-server-core mariadb-client-core`,
    { name, folders },
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
