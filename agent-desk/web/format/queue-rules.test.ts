import { describe, expect, test } from 'vitest';
import { type QueueRules, queueRules } from '../state/contract.ts';
import { draftOf, rulesIn, sameRules } from './queue-draft.ts';
import { otherLines, ruleLines } from './queue-rules.ts';
import { spanParts } from './time.ts';

const names = {
  queue: (id: string) => `«${id}»`,
  phone: (number: string) => `☎ ${number}`,
  span: (seconds: number) => `${seconds} s`,
};
const rules = (change: Partial<QueueRules> = {}): QueueRules =>
  queueRules.parse({
    ...{
      choose: 'longest-idle',
      headStartSeconds: 0,
      languageSeconds: 60,
      offerSeconds: 20,
      wrapUpSeconds: 0,
      callAgainSeconds: 1_800,
    },
    ...{ longestWaitSeconds: null, overflow: null, serviceLevel: { percent: 80, withinSeconds: 20 } },
    ...change,
  });
const overflowing = [{ queue: 'main' }, { reserves: true }, { number: '1580' }, { callback: true }] as const;
const waiting = (overflow: QueueRules['overflow']) => rules({ longestWaitSeconds: 90, overflow });

test('rules are told one by one, with what they are about', () => {
  expect(ruleLines(rules(), names).map(({ key }) => key)).toEqual([
    'rule.choose.longest-idle',
    'rule.head-start.none',
    'rule.language',
    'rule.wait.none',
    'rule.call-again',
    'rule.offer',
    'rule.wrap-up.none',
    'rule.service-level',
  ]);
  expect(overflowing.map((one) => ruleLines(waiting(one), names)[3])).toEqual([
    { key: 'rule.wait.queue', values: { span: '90 s', queue: '«main»' } },
    { key: 'rule.wait.reserves', values: { span: '90 s' } },
    { key: 'rule.wait.number', values: { span: '90 s', number: '☎ 1580' } },
    { key: 'rule.wait.callback', values: { span: '90 s' } },
  ]);
});

test('only what the company file says otherwise is told of it', () => {
  const now = rules({ choose: 'all-at-once', headStartSeconds: 600 });
  expect(otherLines(now, rules(), names).map(({ key }) => key)).toEqual([
    'rule.choose.longest-idle',
    'rule.head-start.none',
  ]);
  expect(otherLines(now, now, names)).toEqual([]);
});

describe('the form', () => {
  test('gives back the rules it was made from', () => {
    for (const one of [rules(), ...overflowing.map(waiting)]) {
      expect(rulesIn(draftOf(one))).toEqual(one);
      expect(sameRules(one, rulesIn(draftOf(one)))).toBe(true);
    }
    expect(sameRules(rules(), rules({ choose: 'all-at-once' }))).toBe(false);
  });

  test('says nothing while something is missing or out of bounds', () => {
    const draft = draftOf(rules());
    expect(rulesIn({ ...draft, offerSeconds: null })).toBeNull();
    expect(rulesIn({ ...draft, offerSeconds: 4 })).toBeNull();
    expect(rulesIn({ ...draft, overflow: 'queue' })).toBeNull();
    expect(rulesIn({ ...draft, overflow: 'number', number: 'none' })).toBeNull();
    expect(rulesIn({ ...draft, overflow: 'number', number: '(0342) 75-06-00' })?.overflow).toEqual({
      number: '0342750600',
    });
  });
});

test('a length of time is told in the units it is made of', () => {
  expect(spanParts(0)).toEqual([{ unit: 'seconds', n: 0 }]);
  expect(spanParts(3_600)).toEqual([{ unit: 'hours', n: 1 }]);
  expect(spanParts(5_430)).toEqual([
    { unit: 'hours', n: 1 },
    { unit: 'minutes', n: 30 },
    { unit: 'seconds', n: 30 },
  ]);
});
