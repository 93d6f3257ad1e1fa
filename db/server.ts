import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { Settings } from '../config/settings.ts';
import { codeOf, HolosError } from '../errors.ts';
import {
  ensurePassword,
  makeFolders,
  readPassword,
  type ServerFiles,
  serverFiles,
  writePrivately,
} from './private-server/files.ts';
import { demandSpace, installOnce } from './private-server/install.ts';
import { lastLines, runningPid, spawnServer, waitForExit } from './private-server/process.ts';

type Place = Pick<Settings, 'home' | 'ports' | 'databaseUrl'>;

export interface DatabaseServer {
  readonly url: string;
  /** Undefined when the database is somebody else's (HOLOS_DATABASE_URL). */
  readonly pid?: number;
  /** True when it ran already. */
  readonly adopted: boolean;
}

const startLimitMs = 60_000;
const stopLimitMs = 60_000;

/**
 * Starts the private MariaDB server in `<home>/database`, or takes up the one that runs there, and waits until it answers.
 * It goes on when this process ends. Nothing is started when HOLOS_DATABASE_URL names a server. The machine's own
 * MariaDB service is never touched: own files, own port, own socket, no option file read.
 * @throws HolosError `db.program-missing`, `db.port-taken`, `db.disk-full`, `db.no-permission`, `db.install-failed`, `db.start-failed`
 */
export async function startDatabase(settings: Place): Promise<DatabaseServer> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, adopted: true };
  const files = serverFiles(settings.home);
  makeFolders(files);
  const password = ensurePassword(files);
  const url = databaseUrl(settings);
  const running = await adopt(url, files);
  if (running) return running;
  try {
    await installOnce(files);
    demandSpace(files.folder, 50 * 1024 * 1024);
    await demandFreePort(settings.ports.database);
    writePrivately(files.init, initSql(password));
    const child = spawnServer(files, settings.ports.database);
    await untilAnswers(url, files, () => child.exitCode === null && child.signalCode === null);
    return { url, pid: child.pid, adopted: false };
  } catch (error) {
    // Somebody else may have started it in the same moment: then theirs is ours.
    const theirs = await adopt(url, files);
    if (theirs) return theirs;
    throw error;
  }
}

async function adopt(url: string, files: ServerFiles): Promise<DatabaseServer | undefined> {
  const pid = runningPid(files);
  if (pid === undefined) return undefined;
  await untilAnswers(url, files, () => runningPid(files) !== undefined);
  return { url, pid, adopted: true };
}

/** Stops the private server cleanly. False when it did not run. @throws HolosError `db.will-not-stop` */
export async function stopDatabase(settings: Place): Promise<boolean> {
  const pid = runningPid(serverFiles(settings.home));
  if (pid === undefined) return false;
  process.kill(pid, 'SIGTERM');
  if (await waitForExit(pid, stopLimitMs)) return true;
  throw new HolosError(
    'db.will-not-stop',
    `The database (process ${pid}) has not stopped within ${stopLimitMs / 1000} s; it may still be writing. Look at ${serverFiles(settings.home).log}.`,
    { pid },
  );
}

/**
 * Where the database is: `mysql://user:password@host:port/name`.
 * @throws HolosError `db.never-started` when the private server has never run in this home
 */
export function databaseUrl(settings: Place): string {
  if (settings.databaseUrl) return settings.databaseUrl;
  const password = readPassword(serverFiles(settings.home));
  if (password === undefined) {
    const message = `There is no database in ${settings.home} yet: start it with ./holos up.`;
    throw new HolosError('db.never-started', message, { home: settings.home });
  }
  return `mysql://holos:${password}@127.0.0.1:${settings.ports.database}/holos`;
}

/** Run by the server at every start, so a changed password file is enough to change the password. */
function initSql(password: string): string {
  const users = ["'holos'@'localhost'", "'holos'@'127.0.0.1'"];
  return [
    'CREATE DATABASE IF NOT EXISTS holos CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;',
    "DELETE FROM mysql.global_priv WHERE User = '';",
    'FLUSH PRIVILEGES;',
    ...users.map((user) => `CREATE USER IF NOT EXISTS ${user};`),
    ...users.map((user) => `ALTER USER ${user} IDENTIFIED BY '${password}';`),
    ...users.map((user) => `GRANT ALL ON holos.* TO ${user};`),
    '',
  ].join('\n');
}

/** A server that has just died gives its port back a moment later. */
const portPatienceMs = 2_000;

async function demandFreePort(port: number): Promise<void> {
  const deadline = performance.now() + portPatienceMs;
  for (;;) {
    const fault = await portFault(port);
    if (fault === undefined) return;
    if (codeOf(fault) !== 'EADDRINUSE') throw fault;
    if (performance.now() > deadline) {
      const message = `Port ${port}, where the database should listen, is taken by another program: stop that, or set HOLOS_PORT_BASE.`;
      throw new HolosError('db.port-taken', message, { port }, fault);
    }
    await pause(50);
  }
}

/** Why nobody can listen there now; undefined when one can. */
async function portFault(port: number): Promise<unknown> {
  const probe = net.createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
    });
  } catch (error) {
    return error;
  }
  await new Promise((resolve) => probe.close(resolve));
  return undefined;
}

async function untilAnswers(url: string, files: ServerFiles, alive: () => boolean): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const fault = await answers(url);
    if (fault === undefined) return;
    if (!alive() || performance.now() > deadline) {
      demandSpace(files.folder, 8 * 1024 * 1024);
      const why = alive()
        ? `does not answer after ${startLimitMs / 1000} s (${codeOf(fault)})`
        : 'ended at once';
      const message = `The database server ${why}. The end of ${files.log}:\n${lastLines(files)}`;
      throw new HolosError('db.start-failed', message, { log: files.log }, fault);
    }
    await pause(25);
  }
}

/** The fault, or undefined when the server answers. */
async function answers(url: string): Promise<unknown> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2000 });
    await connection.query('SELECT 1');
    await connection.end();
    return undefined;
  } catch (error) {
    return error;
  }
}
