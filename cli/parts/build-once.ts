import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { project } from './places.ts';

const stamp = '.made-from.json';

/** What a folder was built from: files and folders, named from the project's folder. */
interface MadeFrom {
  readonly project: string;
  readonly sources: readonly string[];
  readonly hash: string;
}

/**
 * Builds a folder of dist/ unless it is there and what it was made from is as it was. It is built beside and moved into place
 * when whole.
 * @param make builds into the folder it is given, and tells what that was made from
 */
export async function buildOnce(
  folder: string,
  make: (staged: string) => Promise<readonly string[]>,
): Promise<string> {
  if (isCurrent(folder)) return 'as it was built';
  const staged = `${folder}.${process.pid}`;
  try {
    const sources = await make(staged);
    const madeFrom: MadeFrom = { project, sources, hash: hashOf(sources) };
    writeFileSync(path.join(staged, stamp), JSON.stringify(madeFrom));
    rmSync(folder, { recursive: true, force: true });
    renameSync(staged, folder);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  return 'built';
}

/** A project that was moved is built anew: what is built knows where it stands. */
function isCurrent(folder: string): boolean {
  const file = path.join(folder, stamp);
  if (!existsSync(file)) return false;
  const madeFrom: MadeFrom = JSON.parse(readFileSync(file, 'utf8'));
  return madeFrom.project === project && madeFrom.hash === hashOf(madeFrom.sources);
}

/** One hash over names and contents of files, and of everything below folders. */
function hashOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesIn)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(project, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files at a place in the project, in a fixed order, named from the project's folder. */
function filesIn(place: string): string[] {
  const isFile = (name: string) => statSync(path.join(project, name)).isFile();
  if (!existsSync(path.join(project, place))) return [];
  if (isFile(place)) return [place];
  const below = readdirSync(path.join(project, place), { recursive: true, encoding: 'utf8' });
  return below
    .map((name) => path.join(place, name))
    .filter(isFile)
    .sort();
}
