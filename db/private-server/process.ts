import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../errors.ts';
import type { ServerFiles } from './files.ts';
import { findProgram } from './programs.ts';

/**
 * Small memory for a small server: a city's year of calls is some hundred megabytes on disk, and
 * what is asked often (today's calls, the card of one resident) is little. A big installation gives HOLOS_DATABASE_URL.
 */
const smallMemory = [
  '--performance-schema=OFF',
  '--innodb-buffer-pool-size=40M',
  '--innodb-buffer-pool-chunk-size=8M',
  '--innodb-log-buffer-size=2M',
  '--innodb-log-file-size=32M',
  '--innodb-ft-cache-size=1600000',
  '--innodb-ft-total-cache-size=32000000',
  '--innodb-sort-buffer-size=256K',
  '--innodb-read-io-threads=2',
  '--innodb-write-io-threads=2',
  '--innodb-purge-threads=1',
  '--key-buffer-size=64K',
  '--aria-pagecache-buffer-size=1M',
  '--query-cache-type=0',
  '--query-cache-size=0',
  '--table-open-cache=200',
  '--table-definition-cache=200',
  '--max-connections=60',
  '--thread-cache-size=4',
  '--host-cache-size=0',
];

/** Starts the server on its own, so that it outlives the command that started it. */
export function spawnServer(files: ServerFiles, port: number): ChildProcess {
  const options = [
    '--no-defaults',
    `--datadir=${files.data}`,
    `--socket=${files.socket}`,
    `--pid-file=${files.pid}`,
    `--tmpdir=${files.tmp}`,
    `--init-file=${files.init}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--max-allowed-packet=16M',
    '--lc-messages=en_US',
    ...smallMemory,
    ...(os.userInfo().uid === 0 ? ['--user=root'] : []),
  ];
  const log = openSync(files.log, 'a', 0o600);
  try {
    const child = spawn(findProgram('mariadbd'), options, {
      detached: true,
      stdio: ['ignore', log, log],
      // One arena for all threads: the C library would otherwise keep some megabytes for each.
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', MALLOC_ARENA_MAX: '1' },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** The pid of our own server when it runs: the pid file may be stale and its number another program's. */
export function runningPid(files: ServerFiles): number | undefined {
  const pid = readNumber(files.pid);
  if (pid === undefined) return undefined;
  return commandOf(pid)?.includes(`--datadir=${files.data}`) ? pid : undefined;
}

/** Waits until the process is gone. True when it is, false after the limit. */
export async function waitForExit(pid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (commandOf(pid)?.length) {
    if (performance.now() > deadline) return false;
    await pause(25);
  }
  return true;
}

function readNumber(file: string): number | undefined {
  const text = readIfThere(file)?.trim();
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The command line of a process; empty for a zombie, undefined when there is none. */
function commandOf(pid: number): string[] | undefined {
  return readIfThere(`/proc/${pid}/cmdline`)?.split('\0').filter(Boolean);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** The last lines of the server's log, for an error message. */
export function lastLines(files: ServerFiles, count = 5): string {
  return (readIfThere(files.log) ?? '').trimEnd().split('\n').slice(-count).join('\n');
}
