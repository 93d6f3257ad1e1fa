import { spawn } from 'node:child_process';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { buildOnce, sourcesIn } from './build-once.ts';
import { project } from './places.ts';

/** Where the desk is when it is built. */
export const builtDesk = path.join(project, 'dist', 'desk');
/** Whatever the browser's part is made from. */
const sources = ['agent-desk/web', 'agent-desk/contract', 'config/company.ts', 'package-lock.json'];

/**
 * Builds the desk into dist/desk when its sources have changed.
 * @throws HolosError `cli.desk-build-failed`
 */
export function buildDesk(): Promise<string> {
  const make = async (staged: string) => {
    const read = sourcesIn(sources);
    await runVite(staged);
    return read;
  };
  return buildOnce(builtDesk, make, sources);
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
