import { closeSync, constants, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../errors.ts';

/**
 * The pid in a file, when the process that has it now is one of ours. Files go stale and numbers are given again,
 * so a process counts as ours only when its command line or its HOLOS_HOME names this home.
 */
export function livingPid(file: string, home: string): number | undefined {
  const text = read(file)?.trim();
  if (!text || !/^\d+$/.test(text)) return undefined;
  const pid = Number(text);
  return belongsTo(pid, home) ? pid : undefined;
}

/** As long as any, so that one number lies wholly over another. */
const pidLength = 10;

/**
 * Writes a pid file over the one that was there, which is not cut off first: on a full disk its room is all that there is, and what
 * cannot be written leaves it as it was.
 */
export function writePid(file: string, pid: number): void {
  const open = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o644);
  try {
    writeSync(open, `${String(pid).padEnd(pidLength)}\n`);
  } finally {
    closeSync(open);
  }
}

/** Whether a living process (no zombie) belongs to this home, or to one below it. */
export function belongsTo(pid: number, home: string): boolean {
  const command = read(`/proc/${pid}/cmdline`);
  if (!command) return false;
  const below = command.split('\0').some((word) => word === home || word.includes(`${home}/`));
  const variable = environmentOf(pid).HOLOS_HOME;
  return below || variable === home || (variable?.startsWith(`${home}/`) ?? false);
}

/** The variables that a process was started with; none when it is gone or is somebody else's. */
export function environmentOf(pid: number): NodeJS.ProcessEnv {
  const lines = (read(`/proc/${pid}/environ`) ?? '').split('\0').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Resolves true when the process is gone, false when it is still there after the limit. */
export async function waitUntilGone(pid: number, home: string, limitMs: number): Promise<boolean> {
  // The end of a process that is not our child cannot be awaited, only looked at.
  const deadline = performance.now() + limitMs;
  while (belongsTo(pid, home)) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

/** Sends a signal; a process that has just gone is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Whether a process runs: one that has ended and is not taken note of yet (a zombie) does not. */
export function runs(pid: number): boolean {
  return Boolean(read(`/proc/${pid}/cmdline`));
}

/** Resident memory in bytes; undefined when the process is gone. */
export function memoryOf(pid: number): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : undefined;
}

/** Everything that runs on this machine now. */
export function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The command line of a process, word by word; none when it is gone or is somebody else's. */
export function wordsOf(pid: number): string[] {
  return (read(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(0, -1);
}

/** The processes that were started with exactly this word on their command line. */
export function pidsWithWord(word: string): number[] {
  return allPids().filter((pid) => wordsOf(pid).includes(word));
}

/** Whether anything that runs was started from a folder of this name. */
export function isRunFrom(folder: string): boolean {
  return allPids().some((pid) => read(`/proc/${pid}/cmdline`)?.includes(`/${folder}/`));
}

/** The session that a process belongs to; undefined when it is gone. */
export function sessionOf(pid: number): number | undefined {
  // The name, in brackets, may hold anything; after it come state, parent, group and session.
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields ? Number(fields[3]) : undefined;
}

export function sessionMembers(session: number): number[] {
  return allPids().filter((pid) => sessionOf(pid) === session);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error))) return undefined;
    throw error;
  }
}
