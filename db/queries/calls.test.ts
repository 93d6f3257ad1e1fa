import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Step } from '../../events.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { appendSteps } from './append-steps.ts';
import { stepsOf } from './call-events.ts';
import {
  earlierCalls,
  endedSince,
  findCall,
  insertCall,
  listCalls,
  patchCall,
  unfinishedCalls,
} from './calls.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());

const arrivedAt = new Date('2026-03-29T00:59:59.123Z');

async function arrive(id: string, at = arrivedAt, number: string | null = '+380501112233'): Promise<void> {
  await insertCall(t.db, { id, node: 'n1', direction: 'in', hotline: '750-600', number, arrivedAt: at });
}

test('a call keeps its times to the millisecond, in UTC, and an arrival told twice is one call', async () => {
  await arrive('n1-1');
  await arrive('n1-1', new Date());
  await patchCall(t.db, 'n1-1', { answeredAt: arrivedAt, language: 'uk' });
  expect(await findCall(t.db, 'n1-1')).toMatchObject({
    arrivedAt,
    answeredAt: arrivedAt,
    language: 'uk',
    endedAt: null,
  });
  await patchCall(t.db, 'n1-1', {});
  await patchCall(t.db, 'n1-1', { endedAt: new Date(), result: 'talked', reason: 'caller-hung-up' });
  expect(await unfinishedCalls(t.db, 'n1')).toEqual([]);
});

test('steps come back as they were, in their order', async () => {
  const steps: Step[] = [
    { callId: 'n1-2', at: arrivedAt, kind: 'arrived', hotline: '750-600', number: null, direction: 'in' },
    { callId: 'n1-2', at: arrivedAt, kind: 'said', prompt: 'menu.main', text: 'Щоб з’єднатися 😀' },
    { callId: 'n1-2', at: arrivedAt, kind: 'ended', result: 'served', reason: 'flow-ended' },
  ];
  await appendSteps(t.db, steps);
  await appendSteps(t.db, []);
  expect(await stepsOf(t.db, 'n1-2')).toEqual(steps);
});

test('pages follow one another without a gap, even when calls arrive in the same millisecond', async () => {
  const from = new Date('2027-01-01T00:00:00Z');
  for (let i = 0; i < 9; i++) await arrive(`n1-p${i}`, new Date(from.getTime() + Math.floor(i / 2)));
  const seen: string[] = [];
  let before: Date | undefined;
  for (let pages = 0; pages < 9; pages++) {
    const page = await listCalls(t.db, { from, live: true }, { limit: 3, before });
    seen.push(...page.items.map((call) => call.id));
    if (!page.next) break;
    before = page.next;
  }
  expect(seen.toSorted()).toEqual([...Array(9).keys()].map((i) => `n1-p${i}`));
});

test('earlier calls of a number are those that have ended', async () => {
  await arrive('n1-e1', arrivedAt, '+380501110000');
  await arrive('n1-e2', arrivedAt, '+380501110000');
  await patchCall(t.db, 'n1-e1', { endedAt: new Date() });
  const found = await earlierCalls(t.db, { residentIds: [], number: '+380501110000' });
  expect(found.map((call) => call.id)).toEqual(['n1-e1']);
  expect(await earlierCalls(t.db, { residentIds: [], number: null })).toEqual([]);
});

test('of the calls that have ended since a moment the last to end come first, whenever they arrived', async () => {
  const since = new Date('2031-01-01T00:00:00Z');
  const at = (minute: number) => new Date(since.getTime() + minute * 60_000);
  // From when it arrived until when it ended.
  const calls = { long: [-5, 9], early: [-9, -1], short: [1, 2], last: [3, 30] } as const;
  for (const [id, [from, to]] of Object.entries(calls)) {
    await arrive(`n1-s-${id}`, at(from));
    await patchCall(t.db, `n1-s-${id}`, { endedAt: at(to) });
  }
  await arrive('n1-s-goes-on', at(4));
  const ids = async (limit: number) => (await endedSince(t.db, since, limit)).map(({ id }) => id);
  expect(await ids(9)).toEqual(['n1-s-last', 'n1-s-long', 'n1-s-short']);
  expect(await ids(2)).toEqual(['n1-s-last', 'n1-s-long']);
});
