import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { buildDesk } from './desk-build.ts';
import { findAsteriskAlone } from './find-asterisk.ts';
import { ensurePackages, type Need, needsWith, planInstallation } from './packages.ts';
import { buildProgram, controller } from './program-build.ts';
import { step } from './steps.ts';

/** What a start and a first day of recordings take. */
const neededMb = 600;

interface PrepareOptions {
  readonly needs?: readonly Need[];
  /** Ends it when the steps that have begun are over. */
  readonly signal?: AbortSignal;
}

/** Brings everything that Holos is run from: safe to repeat, and quick when all is there. */
export async function prepare(
  settings: Settings,
  { needs = needsWith(settings), signal }: PrepareOptions = {},
): Promise<void> {
  demandPlainPaths(settings);
  demandRoom(settings);
  const plan = await planInstallation(needs);
  await allOver([
    step('Debian packages', (say) => ensurePackages(plan, say, signal)),
    step('telephony', async (say) => {
      const found = await findAsteriskAlone(settings.cache, say);
      return `Asterisk ${found.version} from ${found.origin}`;
    }),
    step('desk', buildDesk),
    step('controller', () => buildProgram(controller)),
  ]);
  signal?.throwIfAborted();
}

/** None needs what another brings. What cannot be done is told when the others are over: nothing is left running. */
async function allOver(steps: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(steps);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * Both folders are named in Asterisk's configuration and dialplan, where a comma parts arguments, & files, ; begins a comment and $ a
 * variable: callers would hear nothing, or Asterisk would not start.
 * @throws HolosError `cli.path-unfit`
 */
export function demandPlainPaths({ home, cache }: Pick<Settings, 'home' | 'cache'>): void {
  const unfit = [home, cache].find((folder) => /[,;&$\n]/.test(folder));
  if (unfit === undefined) return;
  const message = `${unfit} has a comma, ; & or $ in its name, which Asterisk takes for something else: set HOLOS_HOME (and HOLOS_CACHE) to another folder.`;
  throw new HolosError('cli.path-unfit', message, { unfit });
}

/**
 * What runs in the background could not even say that it may not write its log. Recordings are not among this: without them calls
 * are taken all the same.
 * @throws HolosError `cli.disk-full`; a folder that may not be written throws Node's own EACCES or EROFS
 */
function demandRoom({ home, cache }: Settings): void {
  mkdirSync(home, { recursive: true });
  const inside = ['log', 'asterisk', 'database'].map((name) => path.join(home, name));
  for (const folder of [home, ...inside, cache])
    if (existsSync(folder)) accessSync(folder, constants.W_OK | constants.X_OK);
  const { bavail, bsize } = statfsSync(home);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  const firstStart = !existsSync(`${home}/database`);
  const needed = firstStart ? neededMb : 100;
  if (freeMb >= needed) return;
  throw new HolosError(
    'cli.disk-full',
    `The disk under ${home} has ${freeMb} MB free, and Holos needs ${needed} MB to start: free some space, or set HOLOS_HOME to a folder on another disk.`,
  );
}
