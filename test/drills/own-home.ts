import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { project } from '../../cli/parts/places.ts';
import { allPids, belongsTo } from '../../cli/parts/processes.ts';
import { readSettings } from '../../config/settings.ts';

/** What a command came to. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The commands as they are typed, in a folder and a home that are one test's own. */
export class OwnHome {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'holos-up-'));
  readonly home = path.join(this.folder, 'home');

  /**
   * @param env what is set besides the home and the cache
   * @param before words that come before the command
   */
  start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    before: readonly string[] = [],
  ): { child: ChildProcess; done: Promise<Outcome> } {
    const [program = '', ...words] = [...before, path.join(project, 'holos'), ...args];
    const child = spawn(program, words, {
      cwd: this.folder,
      env: { ...process.env, HOLOS_HOME: this.home, HOLOS_CACHE: readSettings().cache, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (text) => {
      outcome.stdout += text;
    });
    child.stderr.on('data', (text) => {
      outcome.stderr += text;
    });
    const done = once(child, 'close').then(([code]) => ({ ...outcome, code }));
    return { child, done };
  }

  readonly holos = (...args: string[]): Promise<Outcome> => this.start(args).done;

  async status() {
    return JSON.parse((await this.holos('status', '--json')).stdout);
  }

  /** All that runs in this home. */
  pids(): number[] {
    return allPids().filter((pid) => belongsTo(pid, this.home));
  }

  async remove(): Promise<void> {
    await endLeftovers(this.home);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What becomes of processes that are nobody's children can only be looked at. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  limitMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`It did not come within ${limitMs} ms.`);
    await pause(50);
  }
}
