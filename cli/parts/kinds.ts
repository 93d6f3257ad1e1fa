import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { inOwnFolder } from './own-folder.ts';
import { apart } from './own-network.ts';
import { project } from './places.ts';
import { packaged, run } from './run.ts';
import { nothing, oneFailed, type Tally, tallyOfReport } from './tally.ts';
import { testSpeech } from './test-voice.ts';

/** One kind of check that `./holos test` runs. */
export interface Kind {
  readonly name: string;
  /**
   * What it takes: `tools` look at the sources only; `unit` starts a database at most; `all` starts Asterisk, MariaDB and all
   * (those must be brought first), in networks of its own.
   */
  readonly takes: 'tools' | 'unit' | 'all';
  /** What it is made of: pieces that may run beside each other. */
  readonly pieces: readonly Piece[];
}

export interface PieceOptions {
  /** An open file that takes what it prints; without it, it prints where we print. */
  readonly output?: number | undefined;
  /** Ends it before its time; nothing that it started is left. */
  readonly signal?: AbortSignal | undefined;
}

/** `calm`: times are judged, so little runs beside it; `alone`: it takes the whole machine (dozens of calls at once). */
type Needs = 'calm' | 'alone';

export interface Piece {
  readonly name: string;
  readonly needs?: Needs | undefined;
  /** @throws Node's AbortError when the signal fires */
  run(options: PieceOptions): Promise<Tally>;
}

const web = 'agent-desk/web/tsconfig.json';

/** In the order of how soon they tell of a fault. */
export const kinds: readonly Kind[] = [
  tools('format', [packaged('biome', 'check', '.')]),
  tools('types', [
    packaged('tsc', '-p', '.'),
    packaged('svelte-check', '--tsconfig', web, '--fail-on-warnings'),
  ]),
  tools('structure', [packaged('depcruise', '--config', '.dependency-cruiser.cjs', '.'), packaged('knip')]),
  { name: 'unit', takes: 'unit', pieces: [{ name: 'unit', run: (options) => vitest('unit', options) }] },
  { name: 'calls', takes: 'all', pieces: filesOf('calls').map((file) => vitestApart('calls', file)) },
  { name: 'web', takes: 'all', pieces: filesOf('web').map((file) => vitestApart('web', file)) },
  { name: 'drills', takes: 'all', pieces: filesOf('drills').map((file) => vitestApart('drills', file)) },
];

/** Tools that say yes or no count as one check together; all are run, so that every fault is seen at once. */
function tools(name: string, commands: string[][]): Kind {
  const piece: Piece = {
    name,
    async run(options) {
      let good = true;
      for (const command of commands) if ((await run(command, options)) !== 0) good = false;
      return good ? { ...nothing, passed: 1 } : oneFailed(name);
    },
  };
  return { name, takes: 'tools', pieces: [piece] };
}

interface VitestOptions extends PieceOptions {
  /** Words that come before the command. */
  readonly before?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** One file of the project's, below the project's root; all unless told. */
  readonly file?: string | undefined;
}

/** One project of vitest.config.ts, with a folder for all that it makes; that is gone afterwards together with all that ran in it. */
async function vitest(
  name: string,
  { output, signal, before = [], env = {}, file }: VitestOptions,
): Promise<Tally> {
  return inOwnFolder(name, async (folder) => {
    const report = path.join(folder, 'report.json');
    const temporary = path.join(folder, 'tmp');
    mkdirSync(temporary);
    // What tsx has compiled once serves every run.
    const compiled = `tsx-${os.userInfo().uid}`;
    symlinkSync(path.join(os.tmpdir(), compiled), path.join(temporary, compiled));
    const args = ['run', '--project', name, '--reporter=default', '--reporter=json', ...(file ? [file] : [])];
    await run([...before, ...packaged('vitest', ...args, `--outputFile.json=${report}`)], {
      env: { ...env, HOLOS_HOME: path.join(folder, 'home'), HOLOS_CACHE: cache(), TMPDIR: temporary },
      output,
      signal,
    });
    return readReport(report, file ?? name);
  });
}

/** What was fetched and synthesised once serves every run. */
function cache(): string {
  return process.env.HOLOS_CACHE ? readSettings().cache : path.join(project, '.holos', 'cache');
}

/** One file in a network of its own, so that it can run beside others. */
function vitestApart(name: string, file: string): Piece {
  return {
    name: path.relative('test', file).replace(/\.test\.ts$/, ''),
    needs: (['calm', 'alone'] as const).find((one) => file.includes(`/${one}/`)),
    async run(options) {
      const { before, env } = await apart((text) => console.error(text));
      return vitest(name, {
        ...options,
        ...{ before, file },
        env: { ...testSpeech, ...env },
      });
    },
  };
}

/**
 * The test files of a folder below test/, in turn one of the largest and one of the smallest, so that those of middle size come last:
 * the largest take longest and must not be what all wait for in the end, and all at once they are too much for the machine.
 */
function filesOf(name: string): string[] {
  const folder = path.join('test', name);
  const size = (file: string) => statSync(path.join(project, file)).size;
  const bySize = readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file))
    .sort((a, b) => size(b) - size(a));
  const last = bySize.length - 1;
  return bySize.map((_, at) => bySize[at % 2 === 0 ? at / 2 : last - (at - 1) / 2] as string);
}

function readReport(file: string, of: string): Tally {
  try {
    return tallyOfReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Killed, or broken before its first test: there is no report, and that is a failure.
    if (codeOf(error) !== 'ENOENT') throw error;
    return oneFailed(`${of}: it was broken off`);
  }
}
