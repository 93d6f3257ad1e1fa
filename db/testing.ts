import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readSettings, type Settings } from '../config/settings.ts';
import { connectDatabase, type Database } from './connect.ts';
import { migrate } from './migrate.ts';
import { startDatabase, stopDatabase } from './server.ts';

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  readonly settings: Pick<Settings, 'home' | 'ports' | 'databaseUrl'>;
  /** Closes the connections, stops the server and removes its folder. */
  close(): Promise<void>;
}

/** A private server with empty, current tables in a home and on a port of its own, for one test file. About 1.5 s. */
export async function testDatabase(): Promise<TestDatabase> {
  const settings = await testPlace();
  const { url, pid } = await startDatabase(settings);
  const atExit = () => endAtOnce(pid, settings.home);
  process.once('exit', atExit);
  const db = connectDatabase(url);
  await migrate(db);
  return {
    db,
    url,
    settings,
    async close() {
      await db.destroy();
      await stopDatabase(settings);
      process.off('exit', atExit);
      await rm(settings.home, { recursive: true, force: true });
    },
  };
}

/** For a test file that ends without `close`: the server would live on by itself. */
function endAtOnce(pid: number | undefined, home: string): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
}

/** A home and a database port that nobody uses. */
export async function testPlace(): Promise<Pick<Settings, 'home' | 'ports' | 'databaseUrl'>> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'holos-db-'));
  const { ports } = readSettings({});
  return { home, ports: { ...ports, database: await freePort() }, databaseUrl: undefined };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
