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

/** The part of vitest's JSON report that is counted. */
const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
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

/** Of an error that stands nowhere else. */
const mostLines = 40;

type FileResult = z.infer<typeof report>['testResults'][number];

/**
 * Sums a report of vitest. A file that failed though none of its tests did (it could not be read, or what it prepares
 * failed) counts as one failed, and so does a run that failed for a reason that no file shows.
 */
export function tallyOfReport(json: unknown): Tally {
  const read = report.parse(json);
  const broken = read.testResults.filter((file) => file.status === 'failed' && failedOf(file).length === 0);
  const failed = read.numFailedTests + broken.length;
  return {
    passed: read.numPassedTests,
    failed: failed === 0 && !read.success ? 1 : failed,
    skipped: read.numPendingTests + read.numTodoTests,
    failures: [
      ...read.testResults.flatMap((file) => failedOf(file).map((one) => whatWasWrong(file, one))),
      ...broken.map((file) =>
        whatWasWrong(file, { fullName: 'could not be run', failureMessages: [file.message] }),
      ),
    ],
    secondTries: read.testResults.flatMap((file) =>
      file.assertionResults
        .filter((one) => one.status === 'passed' && one.failureMessages?.length)
        .map((one) => whatWasWrong(file, one, mostLines)),
    ),
  };
}

const failedOf = (file: FileResult) => file.assertionResults.filter((one) => one.status === 'failed');

/** In two lines; an error in full stands where the test ran, unless it passed when it was tried again. */
function whatWasWrong(
  file: FileResult,
  { fullName, failureMessages }: Pick<FileResult['assertionResults'][number], 'fullName' | 'failureMessages'>,
  lines = 1,
): string {
  const said = (failureMessages?.[0] ?? '').split(/\n\s+at /)[0]?.split('\n') ?? [];
  const shown = said.slice(0, lines).map((line) => `    ${line.slice(0, 400)}`);
  return [`${path.relative(project, file.name)}: ${fullName}`, ...shown].join('\n');
}
