import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { project } from './places.ts';

const built = path.join(project, 'dist', 'desk');
const stamp = '.sources';
/** Whatever the browser's part is made from. */
const sources = ['agent-desk/web', 'agent-desk/contract', 'config/company.ts', 'package-lock.json'];

/**
 * Builds the desk into dist/desk when its sources have changed. It is built beside and moved into place when whole.
 * @throws HolosError `cli.desk-build-failed`
 */
export async function buildDesk(): Promise<string> {
  const wanted = hashOf(sources.map((name) => path.join(project, name)));
  const stampFile = path.join(built, stamp);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return 'as it was built';
  const staged = `${built}.${process.pid}`;
  try {
    await runVite(staged);
    writeFileSync(path.join(staged, stamp), wanted);
    rmSync(built, { recursive: true, force: true });
    renameSync(staged, built);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  return 'built';
}

async function runVite(folder: string): Promise<void> {
  const vite = path.join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', 'agent-desk/web', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, [vite, ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** One hash over names and contents of files and everything below folders. */
function hashOf(places: string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of filesIn(place)) {
      hash.update(file).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return [];
  const entries = readdirSync(place, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
