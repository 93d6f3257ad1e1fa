import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { project } from './places.ts';

/** Where the desk is when it is built. */
export const builtDesk = path.join(project, 'dist', 'desk');
const stamp = '.sources';
/** Whatever the browser's part is made from. */
const sources = ['agent-desk/web', 'agent-desk/contract', 'config/company.ts', 'package-lock.json'];

/**
 * Builds the desk into dist/desk when its sources have changed. It is built beside and moved into place when whole.
 * @throws HolosError `cli.desk-build-failed`
 */
export async function buildDesk(): Promise<string> {
  const wanted = hashOf(sources);
  const stampFile = path.join(builtDesk, stamp);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return 'as it was built';
  const staged = `${builtDesk}.${process.pid}`;
  try {
    await runVite(staged);
    writeFileSync(path.join(staged, stamp), wanted);
    rmSync(builtDesk, { recursive: true, force: true });
    renameSync(staged, builtDesk);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  return 'built';
}

async function runVite(folder: string): Promise<void> {
  const vite = path.join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', 'agent-desk/web', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, [vite, ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new HolosError('cli.desk-build-failed', `The desk could not be built:\n${output}`);
  }
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
