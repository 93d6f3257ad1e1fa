import path from 'node:path';
import { z } from 'zod';
import { project } from './places.ts';

/** How many checks passed, failed and were left out. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of each that failed and says so: which it was, and what was wrong. */
  readonly failures: readonly string[];
  /** The same of each that failed first and passed when it was tried again. */
  readonly secondTries: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };

/** One failed that has no more to say than its name. */
export const oneFailed = (name: string): Tally => ({ ...nothing, failed: 1, failures: [name] });

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    secondTries: [...a.secondTries, ...b.secondTries],
  };
}

/** `12 passed, 0 failed`, and what was skipped when something was. */
export function inWords({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

/** The checks of one file of tests. */
export interface FileTally {
  /** Below the project's root; none for what went wrong in no file. */
  readonly file: string | undefined;
  readonly tally: Tally;
  readonly ms: number;
}

/** The part of vitest's JSON report that is counted. */
const report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Of one error: so many, and where it says more, what it is and how it ended. */
const mostLines = 60;
const firstLines = 5;

type FileResult = z.infer<typeof report>['testResults'][number];

/** Reads a report of vitest. A run that failed for a reason that no file shows counts as one failed. */
export function talliesOfReport(json: unknown): FileTally[] {
  const { success, testResults } = report.parse(json);
  const files = testResults.map((one) => ({
    file: path.relative(project, one.name),
    tally: tallyOf(one),
    ms: one.endTime - one.startTime,
  }));
  if (success || files.some(({ tally }) => tally.failed > 0)) return files;
  return [...files, { file: undefined, tally: oneFailed('the run of the tests'), ms: 0 }];
}

/** A file that failed though none of its tests did (it could not be read, or what it prepares failed) counts as one failed. */
function tallyOf(file: FileResult): Tally {
  const having = (state: string) => file.assertionResults.filter(({ status }) => status === state);
  const failed = having('failed');
  const passed = having('passed');
  const broken = file.status === 'failed' && failed.length === 0;
  const asAWhole = { fullName: 'could not be run', failureMessages: [file.message] };
  return {
    passed: passed.length,
    failed: broken ? 1 : failed.length,
    skipped: file.assertionResults.length - passed.length - failed.length,
    failures: (broken ? [asAWhole] : failed).map((one) => whatWasWrong(file, one)),
    secondTries: passed.filter((one) => one.failureMessages?.length).map((one) => whatWasWrong(file, one)),
  };
}

/** Of an error all but where it was thrown: that stands where the test ran. */
function whatWasWrong(
  file: FileResult,
  { fullName, failureMessages }: Pick<FileResult['assertionResults'][number], 'fullName' | 'failureMessages'>,
): string {
  const said = (failureMessages?.[0] ?? '').split(/\n\s+at /)[0]?.split('\n') ?? [];
  const shown = shortened(said).map((line) => `    ${line.slice(0, 400)}`);
  return [`${path.relative(project, file.name)}: ${fullName}`, ...shown].join('\n');
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, firstLines), '…', ...lines.slice(firstLines + 1 - mostLines)];
}
