import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { endLeftovers } from './leftovers.ts';
import { apart } from './own-network.ts';
import { project } from './places.ts';
import { packaged, run } from './run.ts';
import { type Tally, tallyOfReport } from './tally.ts';

/** One kind of check that `./holos test` runs. */
export interface Kind {
  readonly name: string;
  /** Whether it starts Asterisk, MariaDB and all (those must be brought first), in a network of its own. */
  readonly needsAll: boolean;
  /** What it is made of: pieces that may run beside each other. */
  readonly pieces: readonly Piece[];
}

export interface Piece {
  readonly name: string;
  /** `output`: an open file that takes what it prints; without it, it prints where we print. */
  run(output?: number): Promise<Tally>;
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
  { name: 'unit', needsAll: false, pieces: [{ name: 'unit', run: (output) => vitest('unit', { output }) }] },
  // Calls take their time, for sound does: they are cut in pieces, which take turns on the lanes.
  {
    name: 'calls',
    needsAll: true,
    pieces: pieces(7).map((shard) => vitestApart('calls', shard)),
  },
  { name: 'web', needsAll: true, pieces: [vitestApart('web')] },
  { name: 'drills', needsAll: true, pieces: [vitestApart('drills')] },
];

/** Tools that say yes or no count as one check together; all are run, so that every fault is seen at once. */
function tools(name: string, commands: string[][]): Kind {
  const piece: Piece = {
    name,
    async run(output) {
      let failed = 0;
      for (const command of commands) if ((await run(command, { output })) !== 0) failed = 1;
      return { passed: 1 - failed, failed, skipped: 0 };
    },
  };
  return { name, needsAll: false, pieces: [piece] };
}

interface VitestOptions {
  readonly output?: number | undefined;
  /** Words that come before the command. */
  readonly before?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `1/2`: the first half of the project's files. */
  readonly shard?: string | undefined;
}

/** One project of vitest.config.ts, with a home of its own that is gone afterwards together with all that ran in it. */
async function vitest(name: string, { output, before = [], env = {}, shard }: VitestOptions): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `holos-${name}-`));
  const report = path.join(folder, 'report.json');
  const home = path.join(folder, 'home');
  const args = ['run', '--project', name, '--passWithNoTests', '--reporter=default', '--reporter=json'];
  if (shard) args.push(`--shard=${shard}`);
  try {
    await run([...before, ...packaged('vitest', ...args, `--outputFile.json=${report}`)], {
      env: { ...env, HOLOS_HOME: home, HOLOS_CACHE: cache() },
      output,
    });
    return readReport(report);
  } finally {
    await endLeftovers(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was fetched and synthesised once serves every run. */
function cache(): string {
  return process.env.HOLOS_CACHE ? readSettings().cache : path.join(project, '.holos', 'cache');
}

function vitestApart(name: string, shard?: string): Piece {
  return {
    name: shard ? `${name} ${shard}` : name,
    async run(output) {
      const { before, env } = await apart((text) => console.error(text));
      return vitest(name, { output, before, env, shard });
    },
  };
}

function readReport(file: string): Tally {
  try {
    return tallyOfReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Killed, or broken before its first test: there is no report, and that is a failure.
    if (codeOf(error) !== 'ENOENT') throw error;
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** `1/3`, `2/3`, `3/3`. */
function pieces(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index + 1}/${count}`);
}
