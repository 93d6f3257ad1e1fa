import path from 'node:path';
import { expect, test } from 'vitest';
import { project } from './places.ts';
import { add, inWords, nothing, tallyOfReport } from './tally.ts';

const file = (status: string, tests: number) => ({
  name: path.join(project, 'ivr/a.test.ts'),
  status,
  message: 'No such module',
  assertionResults: Array(tests).fill({ status: 'passed', fullName: 'all is well' }),
});
const report = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [file('passed', 3)],
};

test('tests that passed, failed and were left out are counted', () => {
  const json = { ...report, success: false, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
  expect(tallyOfReport(json)).toMatchObject({ passed: 3, failed: 2, skipped: 2 });
});

test('each failure is told by its file, its name and the first line of what was wrong; one tried again, in full', () => {
  const one = {
    status: 'failed',
    fullName: 'line is fair',
    failureMessages: ['AssertionError: 2 is not 1\n at x', 'again'],
  };
  const again = {
    status: 'passed',
    fullName: 'line moves',
    failureMessages: ['Error: late\nby 3 s\n    at x'],
  };
  const failing = {
    ...file('failed', 1),
    assertionResults: [...file('passed', 1).assertionResults, one, again],
  };
  const json = { ...report, success: false, numFailedTests: 1, testResults: [failing, file('failed', 0)] };
  const { failures, secondTries } = tallyOfReport(json);
  expect(secondTries).toEqual(['ivr/a.test.ts: line moves\n    Error: late\n    by 3 s']);
  expect(failures).toEqual([
    'ivr/a.test.ts: line is fair\n    AssertionError: 2 is not 1',
    'ivr/a.test.ts: could not be run\n    No such module',
  ]);
});

test('a file that could not be read counts as one failed', () => {
  const json = { ...report, success: false, testResults: [file('failed', 0), file('passed', 3)] };
  expect(tallyOfReport(json)).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
});

test('a run that failed although every test passed counts as one failed', () => {
  expect(tallyOfReport({ ...report, success: false }).failed).toBe(1);
});

test('the sum is written so that it can be read by a program', () => {
  const sum = add({ ...nothing, passed: 1 }, { ...nothing, passed: 11, failed: 2 });
  expect(inWords(sum)).toBe('12 passed, 2 failed');
  expect(inWords({ ...sum, skipped: 3 })).toBe('12 passed, 2 failed, 3 skipped');
});
