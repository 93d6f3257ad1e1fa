import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf, HolosError } from '../../errors.ts';
import { fetchWithApt, originOf } from './fetch-apt.ts';

const run = promisify(execFile);
const oldestVersion = 20;
/** A module that every part of Holos rests on: an Asterisk without it is of no use here. */
const neededModules = [
  'res_ari_channels.so',
  'chan_pjsip.so',
  'res_stasis_snoop.so',
  'res_pjsip_transport_websocket.so',
];

/** An Asterisk that can be started, wherever it came from. */
export interface AsteriskProgram {
  /** How to run it: the program and the arguments that come first. */
  readonly program: readonly string[];
  readonly moduleFolder: string;
  readonly dataFolder: string;
  readonly version: string;
  /** `machine`, or the mirror that it was fetched from. */
  readonly origin: string;
}

/**
 * The Asterisk to use: the machine's own where it is version 20 or newer, else one fetched into `<cache>/asterisk/root`.
 * @param progress is told in one line what is being fetched, and from where.
 * @throws HolosError `asterisk.no-apt`, `asterisk.no-mirror`, `asterisk.no-network`, `asterisk.disk-full`, `asterisk.fetch-failed`
 */
export async function findAsterisk(
  cache: string,
  progress: (text: string) => void,
): Promise<AsteriskProgram> {
  return (await machineAsterisk()) ?? (await fetchedAsterisk(cache)) ?? fetchAsterisk(cache, progress);
}

async function fetchAsterisk(cache: string, progress: (text: string) => void): Promise<AsteriskProgram> {
  await fetchWithApt(path.join(cache, 'asterisk'), progress);
  const fetched = await fetchedAsterisk(cache);
  if (!fetched)
    throw new HolosError(
      'asterisk.fetch-failed',
      'The fetched Asterisk does not run here: install Asterisk 20 or newer yourself.',
    );
  return fetched;
}

async function fetchedAsterisk(cache: string): Promise<AsteriskProgram | undefined> {
  const root = path.join(cache, 'asterisk', 'root');
  const libraries = await firstWith('.', await subfolders(path.join(root, 'usr/lib')), ['libc.so.6']);
  if (!libraries) return undefined;
  const loader = (await readdir(libraries)).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  if (!loader) return undefined;
  const program = [
    path.join(libraries, loader),
    '--library-path',
    libraries,
    '--argv0',
    'asterisk',
    path.join(root, 'usr/sbin/asterisk'),
  ];
  const version = await versionOf(program);
  if (!version) return undefined;
  return {
    program,
    version,
    moduleFolder: path.join(libraries, 'asterisk/modules'),
    dataFolder: path.join(root, 'usr/share/asterisk'),
    origin: await originOf(path.join(cache, 'asterisk')),
  };
}

async function machineAsterisk(): Promise<AsteriskProgram | undefined> {
  for (const program of ['asterisk', '/usr/sbin/asterisk', '/usr/local/sbin/asterisk']) {
    const version = await versionOf([program]);
    if (!version || Number.parseInt(version, 10) < oldestVersion) continue;
    const libraryFolders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', ...(await subfolders('/usr/lib'))];
    const moduleFolder = await firstWith('asterisk/modules', libraryFolders, neededModules);
    const dataFolder = await firstWith(
      'asterisk',
      ['/usr/share', '/var/lib', '/usr/local/share'],
      ['rest-api/resources.json'],
    );
    if (moduleFolder && dataFolder)
      return { program: [program], version, moduleFolder, dataFolder, origin: 'machine' };
  }
  return undefined;
}

/** The version that a program says it is (`22.10.1`), or nothing when it does not run. */
async function versionOf(program: readonly string[]): Promise<string | undefined> {
  const [command = '', ...first] = program;
  try {
    const { stdout } = await run(command, [...first, '-V'], { timeout: 10_000 });
    return /Asterisk (?:certified[/-])?(\d+[\w.~-]*)/i.exec(stdout)?.[1];
  } catch (error) {
    if (['ENOENT', 'EACCES', 'unknown'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function firstWith(
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

async function subfolders(folder: string): Promise<string[]> {
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
