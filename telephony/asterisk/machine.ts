import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../../errors.ts';

const run = promisify(execFile);
const oldestVersion = 20;
/** Modules that every part of Holos rests on: an Asterisk without them is of no use here. */
const neededModules = [
  'res_ari_channels.so',
  'chan_pjsip.so',
  'res_stasis_snoop.so',
  'res_pjsip_transport_websocket.so',
];

/** Where a machine's own Asterisk may be. */
export interface MachinePlaces {
  /** Names on the PATH, or whole paths; the first that fits is taken. */
  readonly programs: readonly string[];
  readonly libraryFolders: readonly string[];
  readonly dataFolders: readonly string[];
}

/** sbin is not on every user's PATH. */
export const usualPlaces: MachinePlaces = {
  programs: ['asterisk', '/usr/sbin/asterisk', '/usr/local/sbin/asterisk'],
  libraryFolders: ['/usr/lib', '/usr/lib64', '/usr/local/lib'],
  dataFolders: ['/usr/share', '/var/lib', '/usr/local/share'],
};

interface Found {
  readonly program: readonly string[];
  readonly moduleFolder: string;
  readonly dataFolder: string;
  readonly version: string;
}

/** The machine's own Asterisk, or why the one that it has cannot be used; nothing is said where it has none. */
export async function machineAsterisk(places: MachinePlaces): Promise<Found | { unfit?: string }> {
  let unfit: string | undefined;
  for (const program of places.programs) {
    const version = await versionOf([program]);
    if (version === undefined) continue;
    if (Number.parseInt(version, 10) < oldestVersion) {
      unfit ??= `This machine's own Asterisk is ${version}, and Holos needs ${oldestVersion} or newer`;
      continue;
    }
    const under = await Promise.all(places.libraryFolders.map(subfolders));
    const libraryFolders = [...places.libraryFolders, ...under.flat()];
    const moduleFolder = await firstWith('asterisk/modules', libraryFolders, neededModules);
    const dataFolder = await firstWith('asterisk', places.dataFolders, ['rest-api/resources.json']);
    if (moduleFolder && dataFolder) return { program: [program], version, moduleFolder, dataFolder };
    unfit ??= `This machine's own Asterisk ${version} lacks modules or data that Holos needs (${neededModules.join(', ')}, rest-api)`;
  }
  return unfit === undefined ? {} : { unfit };
}

/** The version that a program says it is (`22.10.1`, `GIT-20-…` as `20-…`), or nothing when it does not run. */
export async function versionOf(program: readonly string[]): Promise<string | undefined> {
  const [command = '', ...first] = program;
  try {
    const { stdout } = await run(command, [...first, '-V'], { timeout: 10_000 });
    return /Asterisk (?:certified[/-]|GIT-)?(\d+[\w.~-]*)/i.exec(stdout)?.[1];
  } catch (error) {
    if (['ENOENT', 'EACCES', 'unknown'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

export async function firstWith(
  part: string,
  folders: readonly string[],
  files: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const candidate = path.join(folder, part);
    if ((await Promise.all(files.map((file) => exists(path.join(candidate, file))))).every(Boolean))
      return candidate;
  }
  return undefined;
}

export async function subfolders(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  return (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
