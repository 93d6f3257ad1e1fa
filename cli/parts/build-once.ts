import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { project } from './places.ts';
import { isRunFrom } from './processes.ts';

/** What was read for a build: the hash of each file by its name from the project's folder. */
export type Sources = ReadonlyMap<string, string>;

/** Kept with what was built, as `sha256sum --check` reads it in the project's folder: ./holos does. */
const stamp = 'made-from';

/** A command that runs may still load a part of what was built before. */
const keptMs = 60 * 60_000;

/**
 * Builds a folder of dist/ unless it is there and what it was made from is as it was. It is built beside, and `folder` becomes a link
 * to it when it is whole: whoever looks finds the one build or the other, however many build at once.
 * @param make builds into the folder it is given, and tells what it read: an edit meanwhile must count as one
 * @param places files and folders that are watched for what comes and goes; without them, what was read last time
 */
export async function buildOnce(
  folder: string,
  make: (staged: string) => Promise<Sources>,
  places?: readonly string[],
): Promise<string> {
  if (isCurrent(folder, places)) return 'as it was built';
  const staged = `${folder}.${randomUUID().slice(0, 8)}`;
  try {
    mkdirSync(staged, { recursive: true });
    const sources = await make(staged);
    writeFileSync(path.join(staged, stamp), asText(sources));
    leadTo(staged, folder);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
  removeOld(folder, staged);
  return 'built';
}

/** Whether the sources are still those that a build was made from; without `places`, those that were read for it. */
export function isCurrent(folder: string, places?: readonly string[]): boolean {
  const file = path.join(folder, stamp);
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return text === asText(sourcesIn(places ?? namesIn(text)));
}

function asText(sources: Sources): string {
  return [...sources].map(([name, hash]) => `${hash}  ${name}\n`).join('');
}

function namesIn(text: string): string[] {
  return text.split('\n').flatMap((line) => line.split('  ')[1] ?? []);
}

export function hashOf(contents: Buffer): string {
  return createHash('sha256').update(contents).digest('hex');
}

/** What these files and folders hold now; of what is not there, nothing. */
export function sourcesIn(places: readonly string[]): Sources {
  const files = places.flatMap(filesIn);
  return new Map(files.map((file) => [file, hashOf(readFileSync(path.join(project, file)))]));
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

/** A link is replaced at once, which a folder cannot be. */
function leadTo(staged: string, folder: string): void {
  // Before there were links, folders stood here.
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) rmSync(folder, { recursive: true });
  const link = `${staged}.link`;
  symlinkSync(path.basename(staged), link);
  renameSync(link, folder);
}

/** What was built before, and what was broken off; not what a keeper starts again and again. */
function removeOld(folder: string, current: string): void {
  const [all, prefix] = [path.dirname(folder), `${path.basename(folder)}.`];
  for (const name of readdirSync(all).filter((name) => name.startsWith(prefix))) {
    const old = path.join(all, name);
    const since = lstatSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (old !== current && Date.now() - since > keptMs && !isRunFrom(name))
      rmSync(old, { recursive: true, force: true });
  }
}
