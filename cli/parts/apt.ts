import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HolosError } from '../../errors.ts';
import type { Say } from './steps.ts';

/**
 * @param right what makes a command one of root's: nothing for root itself, else sudo
 * @throws HolosError `cli.install-failed` with what apt-get complained of, `cli.install-removes` where another package would have to go;
 * the signal's reason
 */
export async function installPackages(
  right: readonly string[],
  packages: readonly string[],
  say: Say,
  signal?: AbortSignal,
): Promise<void> {
  await finishInterrupted(right, say);
  const known = await aptGet([], ['--simulate', 'install', ...packages], () => {});
  signal?.throwIfAborted();
  if (!known.ok) await update(right, say);
  signal?.throwIfAborted();
  let done = await aptGet(right, ['-y', 'install', ...packages], say);
  signal?.throwIfAborted();
  if (!done.ok && known.ok) {
    // The lists were there but too old: what they name is no longer on the mirror.
    await update(right, say);
    done = await aptGet(right, ['-y', 'install', ...packages], say);
  }
  if (done.ok) return;
  if (/remove is disabled/.test(done.faults)) throw await wouldRemove(packages);
  throw new HolosError(
    'cli.install-failed',
    `apt-get could not install ${packages.join(', ')}:\n${done.faults}\nCheck the network and the free disk space and try again: it goes on from there.`,
  );
}

/** MySQL's packages and MariaDB's exclude each other: which of the machine's own would have gone. */
async function wouldRemove(packages: readonly string[]): Promise<HolosError> {
  const gone: string[] = [];
  const simulated = ['apt-get', '-q', '--no-install-recommends', '--simulate', 'install', ...packages];
  await runQuietly(
    [],
    simulated,
    (name) => gone.push(name),
    (line) => /^Remv (\S+)/.exec(line)?.[1],
  );
  return new HolosError(
    'cli.install-removes',
    `To install ${packages.join(', ')}, apt-get would have to remove ${gone.join(', ')} from this machine, so nothing was installed. ` +
      'Run Holos on another machine, or with a MariaDB that runs elsewhere (HOLOS_DATABASE_URL): then it installs none here.',
  );
}

/** An installation that was cut off leaves notes here, and apt-get refuses to work until it is finished. */
async function finishInterrupted(right: readonly string[], say: Say): Promise<void> {
  if (readdirSync('/var/lib/dpkg/updates').length === 0) return;
  say('finishing an installation that was cut off');
  await runQuietly(right, ['dpkg', '--configure', '-a'], say);
}

async function update(right: readonly string[], say: Say): Promise<void> {
  say('apt-get update');
  const updated = await aptGet(right, ['update'], say);
  if (!updated.ok) say(`apt-get update had faults, trying with what is known: ${updated.faults}`);
}

const aptOptions = [
  '-q',
  // Nothing that the machine has goes for what Holos needs.
  '--no-remove',
  '--no-install-recommends',
  '-o',
  'Dpkg::Use-Pty=0',
  '-o',
  'DPkg::Lock::Timeout=300',
];

function aptGet(right: readonly string[], args: string[], say: Say): Promise<Outcome> {
  return runQuietly(right, ['apt-get', ...aptOptions, ...args], say);
}

interface Outcome {
  readonly ok: boolean;
  readonly faults: string;
}

/** What a line of apt-get's or dpkg's tells of a package that comes. */
function coming(line: string): string | undefined {
  const about = /^(?:Get:\d+ \S+ \S+ \S+ (\S+)|(Unpacking|Setting up) (\S+))/.exec(line);
  if (!about) return undefined;
  return about[1] ? `fetching ${about[1]}` : `${about[2]?.toLowerCase()} ${about[3]}`;
}

/** Runs a command that asks nothing; tells what its lines tell; keeps what is complained of. */
async function runQuietly(
  right: readonly string[],
  command: string[],
  say: Say,
  told: (line: string) => string | undefined = coming,
): Promise<Outcome> {
  const [program = 'env', ...args] = [
    ...right,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'LC_ALL=C.UTF-8',
    ...command,
  ];
  // Where sudo forgets at once that it was answered it asks again, at the terminal; apt-get itself asks nothing.
  const child = spawn(program, args, { stdio: [right.length ? 'inherit' : 'ignore', 'pipe', 'pipe'] });
  const faults: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('E:')) faults.push(line);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const about = told(line);
    if (about) say(about, 'detail');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { ok: code === 0, faults: faults.slice(-5).join('\n') };
}
