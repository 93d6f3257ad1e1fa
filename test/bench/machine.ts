import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Database } from '../../db/connect.ts';

/** What the figures were taken on: enough to compare, nothing that tells whose it is. */
export async function describeMachine(
  db: Database,
  command: (text: string) => Promise<string>,
): Promise<string[]> {
  const [cpu] = os.cpus();
  const row: { version: string } | undefined = await db.select(db.raw('VERSION() AS version')).first();
  const asterisk = /Asterisk (\S+)/.exec(await command('core show version'))?.[1];
  return [
    `${os.cpus().length} cores (${cpu?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GB of memory`,
    `${/^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]}, Linux ${os.release()}`,
    `Asterisk ${asterisk}, MariaDB ${row?.version}, Node ${process.version.slice(1)}`,
  ];
}

/** The machine's load over the last minute: much more than the cores there are, and others were at work as well. */
export function load(): number {
  return os.loadavg()[0] ?? 0;
}

/** The commit that is measured; empty outside of a checkout. */
export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
