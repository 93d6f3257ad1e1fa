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
  /** What it is made of, or what of it has this part of a name: pieces that may run beside each other. */
  pieces(part?: string): readonly Piece[];
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
  oneOf('unit', 'unit', (options) => vitest('unit', options)),
  { name: 'calls', takes: 'all', pieces: (part) => filesApart('calls', part) },
  { name: 'web', takes: 'all', pieces: (part) => filesApart('web', part) },
  { name: 'drills', takes: 'all', pieces: (part) => filesApart('drills', part) },
];

/** A kind that is one piece. */
function oneOf(name: string, takes: Kind['takes'], run: Piece['run']): Kind {
  return { name, takes, pieces: (part = '') => (name.includes(part) ? [{ name, run }] : []) };
}

/** Tools that say yes or no count as one check together; all are run, so that every fault is seen at once. */
function tools(name: string, commands: string[][]): Kind {
  return oneOf(name, 'tools', async (options) => {
    let good = true;
    for (const command of commands) if ((await run(command, options)) !== 0) good = false;
    return good ? { ...nothing, passed: 1 } : oneFailed(name);
  });
}

interface VitestOptions extends PieceOptions {
  /** Words that come before the command. */
  readonly before?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the project's, below the project's root, one after the other; all unless told. */
  readonly files?: readonly string[];
}

/** One project of vitest.config.ts, with a folder for all that it makes; that is gone afterwards together with all that ran in it. */
async function vitest(
  name: string,
  { output, signal, before = [], env = {}, files = [] }: VitestOptions,
): Promise<Tally> {
  return inOwnFolder(name, async (folder) => {
    const report = path.join(folder, 'report.json');
    const temporary = path.join(folder, 'tmp');
    mkdirSync(temporary);
    // What tsx has compiled once serves every run.
    const compiled = `tsx-${os.userInfo().uid}`;
    symlinkSync(path.join(os.tmpdir(), compiled), path.join(temporary, compiled));
    const args = ['run', '--project', name, '--reporter=default', '--reporter=json', ...files];
    await run([...before, ...packaged('vitest', ...args, `--outputFile.json=${report}`)], {
      env: { ...env, HOLOS_HOME: path.join(folder, 'home'), HOLOS_CACHE: cache(), TMPDIR: temporary },
      output,
      signal,
    });
    return readReport(report, files.join(', ') || name);
  });
}

/** What the callers of failed tests heard. */
export const keptSound = path.join(project, '.holos', 'kept-sound');

/** What was fetched and synthesised once serves every run. */
function cache(): string {
  return process.env.HOLOS_CACHE ? readSettings().cache : path.join(project, '.holos', 'cache');
}

/** The test files of a folder below test/ in networks of their own, so that they can run beside each other. */
function filesApart(kind: string, part = ''): Piece[] {
  const files = testFiles(kind).filter(({ name }) => name.includes(part));
  const needing = (needs: Piece['needs']) => files.filter((file) => file.needs === needs);
  const bundles = [...bundled(needing(undefined)), ...needing('calm').map((file) => [file])];
  return [...bundles, needing('alone')].flatMap((bundle) => pieceOf(kind, bundle));
}

interface TestFile {
  /** Below the project's root. */
  readonly path: string;
  /** As `./holos test calls` takes a part of it. */
  readonly name: string;
  readonly needs: Piece['needs'];
  readonly bytes: number;
}

function testFiles(kind: string): TestFile[] {
  const folder = path.join('test', kind);
  return readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => ({
      path: path.join(folder, file),
      name: path.join(kind, file).replace(/\.test\.ts$/, ''),
      needs: (['calm', 'alone'] as const).find((one) => file.startsWith(`${one}/`)),
      bytes: statSync(path.join(project, folder, file)).size,
    }));
}

/** Larger files go by themselves, so that no piece lasts much longer than the others. */
const bundleBytes = 18_000;

/**
 * Small files together in one process, for a process that loads all the sources takes as much of the processor as one of them.
 * The largest come first: what takes longest must not be what all wait for in the end.
 */
function bundled(files: readonly TestFile[]): TestFile[][] {
  const bundles: { files: TestFile[]; bytes: number }[] = [];
  for (const file of [...files].sort((a, b) => b.bytes - a.bytes)) {
    const room = bundles.find(({ bytes }) => bytes + file.bytes <= bundleBytes);
    if (room) {
      room.files.push(file);
      room.bytes += file.bytes;
    } else bundles.push({ files: [file], bytes: file.bytes });
  }
  return bundles.map(({ files }) => files);
}

function pieceOf(kind: string, files: readonly TestFile[]): Piece[] {
  const [first] = files;
  if (!first) return [];
  const rest = files.slice(1).map(({ name }) => path.basename(name));
  const piece: Piece = {
    name: [first.name, ...rest].join(', '),
    needs: first.needs,
    async run(options) {
      const { before, env } = await apart((text) => console.error(text));
      const paths = files.map((file) => file.path);
      const kept = { HOLOS_KEPT_SOUND: keptSound };
      return vitest(kind, {
        ...options,
        before,
        files: paths,
        env: { ...testSpeech, ...kept, ...soundFirst(first.needs), ...env },
      });
    },
  };
  return [piece];
}

/**
 * Sound that comes late because other files take the processor fails what is right. What takes the whole machine does so with calls:
 * there Asterisk would make the controller wait (docs/decisions/033-asterisk-goes-first.md).
 */
function soundFirst(needs: Piece['needs']): Record<string, string> {
  return { HOLOS_SOUND_FIRST: needs === 'alone' ? '0' : '1' };
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
