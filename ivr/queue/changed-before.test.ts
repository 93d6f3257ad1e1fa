import { expect, test } from 'vitest';
import { queueRulesSchema } from '../../config/company/queues.ts';
import { loadCompany } from '../../config/load-company.ts';
import type { FloorChange } from '../../db/queries/floor-changes.ts';
import { changedBefore } from './changed-before.ts';

const company = await loadCompany({ company: '750-600' });
const rules = (overflow: object) =>
  queueRulesSchema.parse({ headStartSeconds: 60, longestWaitSeconds: 30, overflow });
const change = (kind: FloorChange['kind'], subject: string, data: object | null): FloorChange => ({
  ...{ kind, subject, data, at: new Date(), byOperatorId: null },
});

test('what supervisors have changed holds after a start, and what they took back does not', () => {
  const overflowing = rules({ queue: 'dispatcher' });
  const { queues, skills, left } = changedBefore(
    [
      change('queue', 'requests', overflowing),
      change('queue', 'readings', null),
      change('skills', '7', { readings: 0 }),
      change('skills', '8', null),
    ],
    company,
  );
  expect([...queues]).toEqual([['requests', overflowing]]);
  expect([...skills]).toEqual([[7, { readings: 0 }]]);
  expect(left).toEqual([]);
});

test('a change that does not fit the company file any more is left, and told', () => {
  const { queues, skills, left } = changedBefore(
    [
      change('queue', 'requests', rules({ queue: 'night-shift' })),
      change('queue', 'night-shift', rules({ reserves: true })),
      change('queue', 'readings', { choose: 'the-tallest' }),
      change('skills', '7', { readings: 9 }),
      change('skills', '8', { readings: 3, 'night-shift': 0, en: 0 }),
    ],
    company,
  );
  expect(queues.size).toBe(0);
  // Of what an operator can, only the queue that is gone is left.
  expect([...skills]).toEqual([[8, { readings: 3, en: 0 }]]);
  expect(left.map(({ subject }) => subject)).toEqual(['requests', 'night-shift', 'readings', '7', '8']);
  expect(left.at(-1)?.why).toBe('the company file has no such queue: night-shift');
  expect(left.map(({ why }) => why).slice(0, 2)).toEqual([
    expect.stringContaining('there is no queue “night-shift”'),
    'the company file has no such queue',
  ]);
});
