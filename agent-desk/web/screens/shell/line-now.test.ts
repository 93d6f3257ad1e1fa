import { expect, test } from 'vitest';
import { answeredSoon, lineNow, waitingNow } from './line-now.ts';

const noon = Date.parse('2026-11-26T12:00:00Z');
const waits = (seconds: number, more: { callback?: boolean; emergency?: boolean } = {}) => ({
  ...{
    callId: `call-${seconds}`,
    since: new Date(noon - seconds * 1000).toISOString(),
    number: null,
    name: null,
  },
  ...{ emergency: false, callback: false, first: false, keptFor: null, ...more },
});

test('who is to be called back does not wait, however long ago he called', () => {
  const main = { id: 'main', waiting: [waits(40), waits(3_600, { callback: true })] };
  const emergency = { id: 'emergency', waiting: [waits(5, { emergency: true })] };
  expect(lineNow([main, emergency], noon)).toEqual({ waiting: 2, emergencies: 1, longestMs: 40_000 });
  expect(['main', 'emergency', 'gone'].map((id) => waitingNow([main, emergency], id))).toEqual([1, 1, 0]);
  expect(lineNow([{ id: 'main', waiting: [waits(60, { callback: true })] }], noon)).toEqual({
    waiting: 0,
    emergencies: 0,
    longestMs: null,
  });
});

test('who gave up waiting was not answered in time', () => {
  const today = { answered: 25, abandoned: 5, within20s: 21, myCalls: 0, myTalkMs: 0 };
  expect(answeredSoon(today)).toBe(0.7);
  expect(answeredSoon({ ...today, answered: 0, within20s: 0 })).toBe(0);
  expect(answeredSoon({ ...today, answered: 0, abandoned: 0, within20s: 0 })).toBeNull();
});
