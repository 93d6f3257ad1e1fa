import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { inOwnFolder, temporaryIn } from './own-folder.ts';
import { project } from './places.ts';
import { packaged, run } from './run.ts';
import { type FileTally, oneFailed, talliesOfReport } from './tally.ts';

interface VitestOptions {
  /** Projects of vitest.config.ts. */
  readonly projects: readonly string[];
  /** Test files by their names or a part of them; all of the projects unless told. */
  readonly files?: readonly string[];
  /** How many files run beside each other; what the project says unless told. */
  readonly maxWorkers?: number;
  /** Of random cases. */
  readonly seed: number;
  /** Ends it before its time; nothing that it started is left. */
  readonly signal: AbortSignal;
}

/** What the callers of failed tests heard. */
export const keptSound = path.join(project, '.holos', 'kept-sound');

/**
 * Runs tests, with a folder for all that they make; that is gone afterwards together with all that ran in it.
 * @throws Node's AbortError when the signal fires
 */
export async function vitest({
  projects,
  files = [],
  maxWorkers,
  seed,
  signal,
}: VitestOptions): Promise<FileTally[]> {
  return inOwnFolder('test', async (folder) => {
    const report = path.join(folder, 'report.json');
    const args = [
      ...projects.flatMap((name) => ['--project', name]),
      ...(maxWorkers ? [`--maxWorkers=${maxWorkers}`] : []),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ];
    await run(packaged('vitest', 'run', ...args, ...files), {
      env: {
        HOLOS_HOME: path.join(folder, 'home'),
        HOLOS_CACHE: cache(),
        HOLOS_KEPT_SOUND: keptSound,
        HOLOS_TEST_SEED: String(seed),
        TMPDIR: temporaryIn(folder),
      },
      signal,
    });
    return readReport(report, projects.join(', '));
  });
}

/** What was fetched and synthesised once serves every run. */
function cache(): string {
  return process.env.HOLOS_CACHE ? readSettings().cache : path.join(project, '.holos', 'cache');
}

function readReport(file: string, of: string): FileTally[] {
  try {
    return talliesOfReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Killed, or broken before its first test: there is no report, and that is a failure.
    if (codeOf(error) !== 'ENOENT') throw error;
    return [{ file: undefined, tally: oneFailed(`${of}: it was broken off`), ms: 0 }];
  }
}
