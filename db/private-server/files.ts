import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf, HolosError } from '../../errors.ts';

/** Where the private server keeps its things, all below `<home>/database`. */
export interface ServerFiles {
  readonly folder: string;
  readonly data: string;
  readonly socket: string;
  readonly pid: string;
  readonly log: string;
  readonly tmp: string;
  readonly password: string;
  readonly init: string;
}

/** The longest name of a Unix socket that Linux takes, in bytes. */
const longestSocketPath = 107;

export function serverFiles(home: string): ServerFiles {
  const folder = path.join(home, 'database');
  const inFolder = (name: string) => path.join(folder, name);
  return {
    folder,
    data: inFolder('data'),
    socket: socketPath(inFolder('my.sock')),
    pid: inFolder('my.pid'),
    log: inFolder('mariadb.log'),
    tmp: inFolder('tmp'),
    password: inFolder('password'),
    init: inFolder('init.sql'),
  };
}

function socketPath(wanted: string): string {
  if (Buffer.byteLength(wanted) <= longestSocketPath) return wanted;
  const short = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const name = path.join(`holos-${os.userInfo().uid}-${short}`, 'my.sock');
  const inTmp = path.join(os.tmpdir(), name);
  return Buffer.byteLength(inTmp) <= longestSocketPath ? inTmp : path.join('/tmp', name);
}

/** Makes the folders, for this user alone. @throws HolosError `db.no-permission`, `db.not-a-folder`, `db.disk-full` */
export function makeFolders(files: ServerFiles): void {
  try {
    for (const folder of [files.folder, files.tmp, path.dirname(files.socket)]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
  } catch (error) {
    throw explainFileFault(error, files.folder);
  }
}

/** The password of the user `holos`, made up at the first start. */
export function ensurePassword(files: ServerFiles): string {
  if (!existsSync(files.password)) {
    writePrivately(files.password, randomBytes(24).toString('base64url'));
  }
  return readFileSync(files.password, 'utf8').trim();
}

/** Undefined when the server has never been started in this home. */
export function readPassword(files: ServerFiles): string | undefined {
  return existsSync(files.password) ? readFileSync(files.password, 'utf8').trim() : undefined;
}

/** Writes a whole file or none, readable by this user alone. */
export function writePrivately(file: string, text: string): void {
  const staged = `${file}.new`;
  try {
    writeFileSync(staged, text, { mode: 0o600 });
    renameSync(staged, file);
  } catch (error) {
    throw explainFileFault(error, file);
  }
}

export function explainFileFault(error: unknown, where: string): unknown {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const message = `${where} cannot be written by ${os.userInfo().username}: give that user the folder, or set HOLOS_HOME to another.`;
    return new HolosError('db.no-permission', message, { where }, error);
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    const message = `${where} cannot be made, since a part of its path is a file: set HOLOS_HOME to another folder.`;
    return new HolosError('db.not-a-folder', message, { where }, error);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HolosError(
      'db.disk-full',
      `The disk under ${where} is full: free some space.`,
      { where },
      error,
    );
  }
  return error;
}
