import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { HolosError } from '../../errors.ts';
import { debianKeyring, debianMirror } from './mirror.ts';

const run = promisify(execFile);
/** The Debian release that carries Asterisk 22, a long-term version; Debian 12 and 13 have none. */
const release = 'forky';
const longestFetchMs = 30 * 60_000;
/** Lists, archives and the unpacked files, while all three are there. */
const spaceMb = 600;

/**
 * Fetches Asterisk with everything it needs into `<folder>/root`, through an apt of its own: nothing is installed on the
 * machine and no right is needed. apt checks the signatures. When cut off, the next run goes on with what is there:
 * archives already down are kept, and `root` appears only when it is complete.
 * @throws HolosError `asterisk.no-network`, `asterisk.disk-full`, `asterisk.fetch-failed`
 */
export async function fetchWithApt(folder: string, progress: (text: string) => void): Promise<void> {
  const mirror = await debianMirror();
  const archives = path.join(folder, 'apt/cache/archives');
  await Promise.all([
    mkdir(path.join(archives, 'partial'), { recursive: true }),
    mkdir(path.join(folder, 'apt/lists/partial'), { recursive: true }),
  ]);
  await writeFile(path.join(folder, 'apt/status'), '');
  await writeFile(
    path.join(folder, 'apt/sources.list'),
    `deb [signed-by=${debianKeyring}] ${mirror} ${release} main\n`,
  );
  await needSpace(folder, spaceMb);
  const apt = (...words: string[]) =>
    runClearly('asterisk.no-network', ['apt-get', ...aptOptions(folder), ...words], folder, mirror);

  progress(`Asterisk: reading the list of packages (Debian ${release}) from ${mirror}`);
  await apt('-qq', 'update');
  progress(`Asterisk: fetching about 80 MB from ${mirror}`);
  await apt('-qq', '--download-only', '-y', 'install', 'asterisk');

  const packages = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
  progress(
    `Asterisk: unpacking ${packages.length} packages (about 270 MB) into ${path.join(folder, 'root')}`,
  );
  const staged = path.join(folder, 'root.unpacking');
  await rm(staged, { recursive: true, force: true });
  await mkdir(staged, { recursive: true });
  try {
    for (const name of packages)
      await runClearly('asterisk.fetch-failed', unpack(path.join(archives, name), staged), folder, mirror);
  } catch (error) {
    // It is begun anew the next time, and on a full disk it would only be in the way.
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
  await writeFile(path.join(staged, 'origin'), mirror);
  await rm(path.join(folder, 'root'), { recursive: true, force: true });
  await rename(staged, path.join(folder, 'root'));
  await rm(path.join(folder, 'apt'), { recursive: true, force: true });
}

/**
 * Unpacks one package as files of this user's own, without set-user-id bits: `dpkg-deb -x` as root gives each file its
 * owner, which a container with a single user cannot, and which nothing here needs.
 */
export function unpack(archive: string, into: string): string[] {
  const tar = 'tar -x --no-same-owner --no-same-permissions --keep-directory-symlink -C "$1"';
  return ['bash', '-o', 'pipefail', '-c', `dpkg-deb --fsys-tarfile "$0" | ${tar}`, archive, into];
}

/** The mirror that a fetched Asterisk came from. */
export function originOf(folder: string): Promise<string> {
  return readFile(path.join(folder, 'root/origin'), 'utf8');
}

/** apt with a state of its own. A mirror may be a frozen copy, whose lists have run out: their signatures still count. */
function aptOptions(folder: string): string[] {
  const apt = path.join(folder, 'apt');
  return [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State=${apt}`,
    `Dir::State::lists=${apt}/lists`,
    `Dir::State::status=${apt}/status`,
    `Dir::Cache=${apt}/cache`,
    'Acquire::Check-Valid-Until=false',
    'Acquire::Retries=3',
    'APT::Update::Error-Mode=any',
    'APT::Install-Recommends=false',
    'APT::Sandbox::User=',
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
}

/** apt tells everything that goes wrong by exit code 100, so what it was is seen from the step and from the disk. */
async function runClearly(
  fault: 'asterisk.no-network' | 'asterisk.fetch-failed',
  words: string[],
  folder: string,
  mirror: string,
) {
  try {
    await run('env', ['LC_ALL=C', ...words], { timeout: longestFetchMs, maxBuffer: 1 << 24 });
  } catch (error) {
    await needSpace(folder, 64);
    const said = String((error as { stderr?: unknown }).stderr ?? '')
      .trim()
      .split('\n')
      .slice(-3)
      .join(' ');
    const advice = 'Check the network and start again: it goes on where it stopped.';
    throw new HolosError(
      fault,
      `Asterisk could not be fetched from ${mirror}. ${advice} (${words[0]}: ${said})`,
      { mirror },
      error,
    );
  }
}

async function needSpace(folder: string, needMb: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / 1e6);
  if (freeMb >= needMb) return;
  const text = `The disk of ${folder} is full: ${freeMb} MB free, ${needMb} MB needed. Make room and start again.`;
  throw new HolosError('asterisk.disk-full', text, { folder, freeMb, needMb });
}
