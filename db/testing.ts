import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { readSettings, type Settings } from '../config/settings.ts';
import { codeOf } from '../errors.ts';
import { connectDatabase, type Database } from './connect.ts';
import { migrate } from './migrate.ts';
import { serverFiles } from './private-server/files.ts';
import { startDatabase, stopDatabase } from './server.ts';

type Place = Pick<Settings, 'home' | 'ports' | 'databaseUrl'>;

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  readonly settings: Place;
  /** Closes the connections, and removes the database with its folder; stops a server of its own. */
  close(): Promise<void>;
}

/** Empty, current tables for one test file, in the server that all files of this process share. About 0.5 s. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await emptyDatabase();
  const settings = { ...(await testPlace()), databaseUrl: url };
  const db = await currentTables(url);
  return {
    db,
    url,
    settings,
    async close() {
      await db.destroy();
      await drop();
      await rm(settings.home, { recursive: true, force: true });
    },
  };
}

/** A database without tables, in the server that all files of this process share. `drop` it in the end. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  shared ??= ownTestDatabase();
  const server = await shared;
  const { home } = server.settings;
  const name = `holos_${++databases}`;
  await asRoot(home, `CREATE DATABASE ${name}`, `GRANT ALL ON ${name}.* TO 'holos'@'127.0.0.1'`);
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  return { url, drop: () => asRoot(home, `DROP DATABASE ${name}`) };
}

/** It lives as long as the process. */
let shared: Promise<TestDatabase> | undefined;
let databases = 0;

/** Only who is root of the server makes databases, and lets others use them: from this machine's user, over its socket. */
async function asRoot(home: string, ...statements: string[]): Promise<void> {
  const { socket } = serverFiles(home);
  const connection = await createConnection({ socketPath: socket, user: os.userInfo().username });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

/**
 * The same with a server of its own, in a home and on a port of its own, for a file that stops it, or ends it by force, to see what
 * becomes of the rest. About 1.5 s.
 */
export async function ownTestDatabase(): Promise<TestDatabase> {
  const settings = await testPlace();
  const { url, pid } = await startDatabase(settings);
  const left = endsWithProcess(() => endAtOnce(pid, settings.home));
  const db = await currentTables(url);
  return {
    db,
    url,
    settings,
    async close() {
      await db.destroy();
      await stopDatabase(settings);
      left();
      await rm(settings.home, { recursive: true, force: true });
    },
  };
}

async function currentTables(url: string): Promise<Database> {
  const db = connectDatabase(url);
  await migrate(db);
  return db;
}

/** @returns forgets it again */
function endsWithProcess(end: () => void): () => void {
  // So end the test runner's processes: by a signal, which `exit` does not tell of.
  const bySignal = () => {
    end();
    process.kill(process.pid, 'SIGTERM');
  };
  process.once('exit', end);
  process.once('SIGTERM', bySignal);
  return () => void process.off('exit', end).off('SIGTERM', bySignal);
}

/** For what ends without `close`: the server would live on by itself. */
function endAtOnce(pid: number | undefined, home: string): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
}

/** A home and a database port that nobody uses. */
export async function testPlace(): Promise<Place> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'holos-db-'));
  const { ports } = readSettings({});
  return { home, ports: { ...ports, database: await freePort() }, databaseUrl: undefined };
}

/** A port that nobody uses. It is below those that systems give to connections (Linux 32768 on), which could take it before a server has it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = net.createServer().listen(port, '127.0.0.1');
    try {
      await once(probe, 'listening');
    } catch (error) {
      if (codeOf(error) === 'EADDRINUSE') continue;
      throw error;
    }
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
