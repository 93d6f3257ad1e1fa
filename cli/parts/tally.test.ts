import path from 'node:path';
import { expect, test } from 'vitest';
import { project } from './places.ts';
import { add, inWords, nothing, talliesOfReport } from './tally.ts';

const good = { status: 'passed', fullName: 'all is well' };
const file = (status: string, ...assertionResults: object[]) => ({
  name: path.join(project, 'ivr/a.test.ts'),
  status,
  message: 'No such module',
  ...{ startTime: 1_000, endTime: 3_500 },
  assertionResults,
});
const tallies = (success: boolean, ...testResults: object[]) => talliesOfReport({ success, testResults });
const tally = (success: boolean, ...testResults: object[]) => tallies(success, ...testResults)[0]?.tally;

test('tests that passed, failed and were left out are counted, file by file', () => {
  const mixed = file(
    'failed',
    ...[
      good,
      good,
      { ...good, status: 'failed' },
      { ...good, status: 'skipped' },
      { ...good, status: 'todo' },
    ],
  );
  expect(tallies(false, mixed, file('passed', good))).toMatchObject([
    { file: 'ivr/a.test.ts', ms: 2_500, tally: { passed: 2, failed: 1, skipped: 2 } },
    { tally: { passed: 1, failed: 0, skipped: 0 } },
  ]);
});

test('each failure is told by its file, its name and what was wrong, also of one that passed when tried again', () => {
  const one = {
    status: 'failed',
    fullName: 'line is fair',
    failureMessages: ['Error: failed after 3 tests\n{ seed: 7 }\n at x', 'again'],
  };
  const again = {
    status: 'passed',
    fullName: 'line moves',
    failureMessages: ['Error: late\nby 3 s\n    at x'],
  };
  expect(tally(false, file('failed', good, one, again))).toMatchObject({
    secondTries: ['ivr/a.test.ts: line moves\n    Error: late\n    by 3 s'],
    failures: ['ivr/a.test.ts: line is fair\n    Error: failed after 3 tests\n    { seed: 7 }'],
  });
});

test('of an error with more lines than anybody reads its beginning and its end are told', () => {
  const lines = Array.from({ length: 90 }, (_, n) => `line ${n}`);
  const long = { status: 'failed', fullName: 'line is fair', failureMessages: [lines.join('\n')] };
  const told =
    tally(false, file('failed', long))
      ?.failures[0]?.split('\n')
      .map((line) => line.trim()) ?? [];
  expect(told.slice(1, 8)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4', '…', 'line 36']);
  expect(told.at(-1)).toBe('line 89');
});

test('a file that could not be read counts as one failed', () => {
  expect(tally(false, file('failed'), file('passed', good))).toMatchObject({
    failed: 1,
    failures: ['ivr/a.test.ts: could not be run\n    No such module'],
  });
});

test('a run that failed although every test passed counts as one failed', () => {
  expect(tallies(false, file('passed', good))).toMatchObject([
    { tally: { failed: 0 } },
    { file: undefined, tally: { failed: 1, failures: ['the run of the tests'] } },
  ]);
});

test('the sum is written so that it can be read by a program', () => {
  const sum = add({ ...nothing, passed: 1 }, { ...nothing, passed: 11, failed: 2 });
  expect(inWords(sum)).toBe('12 passed, 2 failed');
  expect(inWords({ ...sum, skipped: 3 })).toBe('12 passed, 2 failed, 3 skipped');
});
