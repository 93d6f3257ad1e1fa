import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { fetchWithApt, originOf } from './fetch-apt.ts';
import {
  firstWith,
  type MachinePlaces,
  machineAsterisk,
  subfolders,
  usualPlaces,
  versionOf,
} from './machine.ts';

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
 * The machine's own is only run, with our configuration: its service and its files in /etc/asterisk stay as they are.
 * @param progress is told in one line why the machine's own is not used, what is being fetched, and from where.
 * @throws HolosError `asterisk.no-apt`, `asterisk.no-mirror`, `asterisk.no-network`, `asterisk.disk-full`, `asterisk.fetch-failed`
 */
export async function findAsterisk(
  cache: string,
  progress: (text: string) => void,
  places: MachinePlaces = usualPlaces,
): Promise<AsteriskProgram> {
  const own = await machineAsterisk(places);
  if ('program' in own) return { ...own, origin: 'machine' };
  if (own.unfit) progress(`${own.unfit}: one fetched beside the system is used`);
  return (await fetchedAsterisk(cache)) ?? fetchAsterisk(cache, progress);
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
