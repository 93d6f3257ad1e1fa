import { rmSync } from 'node:fs';
import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { keepingOutput } from './parts/keep-output.ts';
import { type Kind, kinds, realFiles } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { run } from './parts/run.ts';
import { seconds } from './parts/steps.ts';
import { add, type FileTally, inWords, nothing, oneFailed, type Tally } from './parts/tally.ts';
import { prepareTestVoice } from './parts/test-voice.ts';
import { keptSound, vitest } from './parts/vitest.ts';

/** When more files fail than that, it is not the machine. */
const mostTriedAgain = 6;
const realProjects = ['real', 'alone'];

export const test: Command = {
  name: 'test',
  summary: 'Run every check, or one kind.',
  usage: `test [${kinds.map((kind) => kind.name).join('|')}] [part of a file's name]`,
  async run(args) {
    const { positionals } = readArguments(args, {}, 2);
    const chosen = choose(positionals[0], positionals[1]);
    const total = await abortable((signal) => check(chosen, signal));
    console.log(inWords(total));
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  },
};

/** What is to be checked: kinds, and of those that are tests these files only. */
interface Chosen {
  readonly kinds: readonly Kind[];
  readonly part?: string | undefined;
}

/** What came of one line of the summary. */
interface Result {
  readonly name: string;
  readonly tally: Tally;
  readonly ms: number;
}

function choose(name: string | undefined, part: string | undefined): Chosen {
  if (name === undefined) return { kinds };
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw usageError(`There is no kind of check ${name}.`);
  if (part !== undefined && kind.takes === 'tools') throw usageError(`${name} is checked as a whole.`);
  if (part !== undefined && kind.takes === 'real' && realFiles(name, part).length === 0)
    throw usageError(`There is no ${part} among ${name}.`);
  return { kinds: [kind], part };
}

/**
 * What takes the processor first, then what needs it in time, and waits for sound most of its own. Tools have what is left of it while
 * packages are fetched and while tests wait for sound; unit tests leave nothing.
 */
async function check({ kinds: chosen, part }: Chosen, interrupted: AbortSignal): Promise<Tally> {
  const began = performance.now();
  const real = chosen.flatMap(({ name, takes }) => (takes === 'real' ? realFiles(name, part) : []));
  const broken = new AbortController();
  const signal = AbortSignal.any([interrupted, broken.signal]);
  let units: Promise<Result> | undefined;
  const tests = async () => {
    if (real.length > 0) await prepare(readSettings(), { needs: needsToTest, signal });
    rmSync(keptSound, { recursive: true, force: true });
    const seed = seedOfTests();
    if (chosen.some(({ takes }) => takes === 'unit')) units = unit(part, seed, signal);
    return [...(units ? [await units] : []), ...(await withCalls(real, seed, signal))];
  };
  // Where one of the two breaks off, the other is ended, too.
  const orBreak = (error: unknown) => {
    broken.abort(error);
    throw error;
  };
  const [tools, others] = await Promise.all([
    withTools(chosen, signal, () => units).catch(orBreak),
    tests().catch(orBreak),
  ]);
  return summary([...tools, ...others], performance.now() - began);
}

/** One after the other, each when there is time for it. They give way to whatever runs beside them. */
async function withTools(
  chosen: readonly Kind[],
  signal: AbortSignal,
  isTime: () => Promise<unknown> | undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const kind of chosen) {
    if (kind.takes !== 'tools') continue;
    await isTime();
    const together = (output?: number) => tool(kind, output, signal);
    results.push(await (chosen.length > 1 ? keepingOutput(kind.name, together) : together()));
  }
  return results;
}

/** Tools that say yes or no count as one check together; all are run, so that every fault is seen at once. */
function tool(
  { name, commands }: Kind & { takes: 'tools' },
  output: number | undefined,
  signal: AbortSignal,
): Promise<Result> {
  return timed(name, async () => {
    let good = true;
    for (const command of commands)
      if ((await run(['nice', '-n', '19', ...command], { output, signal })) !== 0) good = false;
    return good ? { ...nothing, passed: 1 } : oneFailed(name);
  });
}

async function withCalls(files: string[], seed: number, signal: AbortSignal): Promise<Result[]> {
  if (files.length === 0) return [];
  await prepareTestVoice(signal);
  return resultsOf(await twice({ projects: realProjects, files, isOne: files.length === 1, seed, signal }));
}

function unit(part: string | undefined, seed: number, signal: AbortSignal): Promise<Result> {
  const files = part === undefined ? [] : [part];
  const isOne = part !== undefined;
  return timed('unit', async () => sum(await twice({ projects: ['unit'], files, isOne, seed, signal })));
}

/** That of a failure, for one who looks for its reason. */
function seedOfTests(): number {
  return Number(process.env.HOLOS_TEST_SEED) || Math.floor(Math.random() * 0x7fffffff);
}

async function timed(name: string, work: () => Promise<Tally>): Promise<Result> {
  const began = performance.now();
  const tally = await work();
  return { name, tally, ms: performance.now() - began };
}

/**
 * Files that failed beside others are run whole once more, two at a time and with the same random cases: what is wrong fails there, too.
 * They count as they do then; what had failed before is named.
 */
async function twice({
  isOne,
  ...run
}: Parameters<typeof vitest>[0] & { isOne: boolean }): Promise<FileTally[]> {
  const all = await vitest(run);
  const failed = all.flatMap(({ file, tally }) => (file && tally.failed > 0 ? [file] : []));
  if (isOne || failed.length === 0 || failed.length > mostTriedAgain) return all;
  const again = await vitest({ ...run, files: failed, maxWorkers: 2 });
  const notAgain = all.filter(({ file }) => !file || !failed.includes(file));
  const first = (file: string | undefined) => all.find((one) => one.file === file)?.tally.failures ?? [];
  const nameIn = (failure: string) => failure.split('\n', 1)[0];
  const named = again.map(({ tally, ...one }) => {
    const names = tally.failures.map(nameIn);
    const passedNow = first(one.file).filter((failure) => !names.includes(nameIn(failure)));
    return { ...one, tally: { ...tally, secondTries: [...passedNow, ...tally.secondTries] } };
  });
  return [...notAgain, ...named];
}

/** By kinds; how long all files of a kind took together, though they ran beside each other. */
function resultsOf(files: readonly FileTally[]): Result[] {
  const together = (name: string, some: readonly FileTally[]): Result => ({
    name,
    tally: sum(some),
    ms: some.reduce((ms, one) => ms + one.ms, 0),
  });
  const inNone = files.filter(({ file }) => !file);
  return [
    ...kinds.map(({ name }) =>
      together(
        name,
        files.filter(({ file }) => file?.startsWith(`test/${name}/`)),
      ),
    ),
    ...inNone.map((one) => together('tests', [one])),
  ].filter(({ tally }) => tally !== nothing);
}

const sum = (files: readonly FileTally[]): Tally => files.map(({ tally }) => tally).reduce(add, nothing);

/** Last what failed, so that the end of the output says what to look at. */
function summary(results: readonly Result[], ms: number): Tally {
  const total = results.map((result) => result.tally).reduce(add, nothing);
  const longest = Math.max(...results.map(({ name }) => name.length));
  const line = (name: string, text: string) => console.log(`${name.padEnd(longest)} ${text}`);
  console.log('');
  for (const { name, tally, ms } of results) line(name, `${inWords(tally)} · ${seconds(ms)}`);
  line('all', seconds(ms));
  for (const first of total.secondTries) console.log(`↻ passed when tried again: ${first}`);
  for (const failure of total.failures) console.log(`✗ ${failure}`);
  return total;
}
