import { expect, test } from 'vitest';
import { add, inWords, tallyOfReport } from './tally.ts';

const file = (status: string, tests: number) => ({
  status,
  assertionResults: Array(tests).fill({ status: 'passed' }),
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
  expect(tallyOfReport(json)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('a file that could not be read counts as one failed', () => {
  const json = { ...report, success: false, testResults: [file('failed', 0), file('passed', 3)] };
  expect(tallyOfReport(json)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test('a run that failed although every test passed counts as one failed', () => {
  expect(tallyOfReport({ ...report, success: false }).failed).toBe(1);
});

test('the sum is written so that it can be read by a program', () => {
  const sum = add({ passed: 1, failed: 0, skipped: 0 }, { passed: 11, failed: 2, skipped: 0 });
  expect(inWords(sum)).toBe('12 passed, 2 failed');
  expect(inWords({ ...sum, skipped: 3 })).toBe('12 passed, 2 failed, 3 skipped');
});
