import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { languages } from '../../config/company.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Sources } from './sources.ts';

/** What was in force last, in one file, so that it is whole or not there: `<home>/in-force.json`. */
const keptSchema = z.object({
  company: z.string(),
  file: z.string(),
  /** When calls were first taken by it. */
  since: z.iso.datetime(),
  /** Of all that follows. */
  sha256: z.string(),
  text: z.string(),
  prompts: z.partialRecord(z.enum(languages), z.string()),
});

export interface Kept extends Sources {
  readonly since: Date;
  readonly sha256: string;
}

/**
 * Keeps what calls are taken by from now on; does nothing when the same was kept before.
 * @returns what is kept now
 * @throws HolosError `in-force.not-kept`: calls can be taken all the same
 */
export async function keep(home: string, sources: Sources, now = new Date()): Promise<Kept> {
  const sha256 = hashOf(sources);
  // What is damaged is written anew, too.
  const before = await kept(home).catch(() => undefined);
  if (before?.sha256 === sha256 && before.company === sources.company) return before;
  const { company, file, text, prompts } = sources;
  const since = now.toISOString();
  await writeWhole(
    fileIn(home),
    `${JSON.stringify({ company, file, since, sha256, text, prompts }, null, 1)}\n`,
  );
  return { ...sources, since: now, sha256 };
}

/** What was in force last; undefined in a home where calls were never taken. @throws HolosError `in-force.damaged` */
export async function kept(home: string): Promise<Kept | undefined> {
  const file = fileIn(home);
  try {
    const read = keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (read.sha256 !== hashOf(read)) throw new SyntaxError('its sum is wrong');
    return { ...read, since: new Date(read.since) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    const message = `What was in force before cannot be used: ${file} is damaged or may not be read.`;
    throw new HolosError('in-force.damaged', message, { file }, error);
  }
}

function fileIn(home: string): string {
  return path.join(home, 'in-force.json');
}

function hashOf({ text, prompts }: Pick<Sources, 'text' | 'prompts'>): string {
  const parts = [text, ...languages.map((language) => prompts[language] ?? '')];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** On the disk before it takes the place of the one before: a power cut leaves one of them. */
async function writeWhole(file: string, content: string): Promise<void> {
  const draft = `${file}.new`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true, recursive: true });
    const message = `${file} could not be written (${codeOf(error)}): a start that finds the company file faulty will not know what was in force.`;
    throw new HolosError('in-force.not-kept', message, { file }, error);
  }
}
