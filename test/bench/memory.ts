import { readFileSync } from 'node:fs';
import { placesIn } from '../../cli/parts/places.ts';
import { allPids, belongsTo, livingPid } from '../../cli/parts/processes.ts';
import { codeOf } from '../../errors.ts';

/** One process of the system, with its share of the machine's memory and the processor time it has had. */
export interface ProcessUse {
  readonly name: string;
  readonly megabytes: number;
  readonly cpuMs: number;
}

/** Everything that runs in this home but ourselves: what `./holos up` started. Shared pages are counted in parts (PSS). */
export function usedBy(home: string): ProcessUse[] {
  const places = placesIn(home);
  const names = new Map<number | undefined, string>([
    [livingPid(places.asteriskPid, home), 'Asterisk'],
    [livingPid(places.databasePid, home), 'MariaDB'],
    [livingPid(places.controllerPid, home), 'controller (Node)'],
    [livingPid(places.keeperPid, home), 'keeper'],
  ]);
  const own = ancestors(process.pid);
  return allPids()
    .filter((pid) => !own.has(pid) && belongsTo(pid, home))
    .flatMap((pid) => {
      const megabytes = megabytesOf(pid);
      return megabytes === undefined
        ? []
        : [{ name: names.get(pid) ?? nameOf(pid), megabytes, cpuMs: cpuMsOf(pid) }];
    });
}

/** Ourselves and who started us: they know the home too, but are not part of the system. */
function ancestors(pid: number): Set<number> {
  const found = new Set<number>();
  for (let at = pid; at > 1; at = Number(fieldsOf(at)[1] ?? 0)) found.add(at);
  return found;
}

/** A process' share of the machine's memory; undefined when it is gone. */
export function megabytesOf(pid: number): number | undefined {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function cpuMsOf(pid: number): number {
  const fields = fieldsOf(pid);
  const ticksPerSecond = 100;
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** What /proc/<pid>/stat says after the name, which may hold anything: state, parent, … */
function fieldsOf(pid: number): string[] {
  return read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

function nameOf(pid: number): string {
  return read(`/proc/${pid}/comm`).trim();
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(error))) return '';
    throw error;
  }
}
