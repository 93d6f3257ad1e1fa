import { expect, test } from 'vitest';
import type { Attempt } from '../../state/contract.ts';
import { countAnswers, withLive } from './attempts.ts';
import { CampaignAttempts } from './campaign-attempts.svelte.ts';

const attempt = (id: number, more: Partial<Attempt> = {}): Attempt => ({
  id,
  campaignId: 1,
  number: '+380501112233',
  try: 1,
  state: 'waiting',
  outcome: null,
  answer: null,
  callId: null,
  ...more,
});

test('live attempts stand over fetched ones, and those of other campaigns stay out', () => {
  const live = [attempt(2, { state: 'done' }), attempt(3), attempt(4, { campaignId: 9 })];
  const merged = withLive(1, [attempt(1), attempt(2)], live);
  expect(merged.map((one) => [one.id, one.state])).toEqual([
    [3, 'waiting'],
    [2, 'done'],
    [1, 'waiting'],
  ]);
});

test('answers are counted, and an average of none is none', () => {
  expect(countAnswers([attempt(1, { answer: 5 }), attempt(2, { answer: 4 }), attempt(3)])).toEqual({
    counts: [0, 0, 0, 1, 1],
    total: 2,
    average: 4.5,
  });
  expect(countAnswers([]).average).toBeNull();
});

type Asked = { id: number; attempts: Attempt[] };

/** The desk has the campaign open: it was asked for, and the answer comes when it is told to. */
function opened(attempts: Attempt[]) {
  const open = new CampaignAttempts();
  let answer: (attempts: Attempt[]) => void = () => undefined;
  const asks = () =>
    open.load(() => new Promise<Asked>((resolve) => (answer = (all) => resolve({ id: 1, attempts: all }))));
  const first = asks();
  return { open, first, asks, answers: (all = attempts) => answer(all) };
}
const last = ({ all }: CampaignAttempts) => all.map(({ id, state, answer }) => [id, state, answer]);

test('all that comes live of an open campaign stays, however much it is and however old the campaign', async () => {
  const waiting = Array.from({ length: 300 }, (_, n) => attempt(n + 1));
  const { open, first, answers } = opened(waiting);
  answers();
  await first;
  for (const { id } of waiting) {
    open.take(attempt(id, { state: 'talking' }));
    open.take(attempt(10_000 + id, { campaignId: 2, state: 'done', answer: 1 }));
    open.take(attempt(id, { state: 'done', answer: 5 }));
  }
  expect(open.all.filter(({ state }) => state !== 'done')).toEqual([]);
  expect(countAnswers(open.all)).toMatchObject({ total: 300, average: 5 });
});

test('what comes while a campaign is asked for stands over the answer; where it is asked for again, the answer over all before', async () => {
  const { open, first, asks, answers } = opened([attempt(1), attempt(2)]);
  open.take(attempt(2, { state: 'talking' }));
  answers();
  await first;
  expect(last(open)).toEqual([
    [2, 'talking', null],
    [1, 'waiting', null],
  ]);
  // Meanwhile the link was lost.
  const second = asks();
  expect(open.all).toHaveLength(2);
  answers([attempt(1, { state: 'dialling' }), attempt(2, { state: 'done', answer: 4 })]);
  await second;
  expect(last(open)).toEqual([
    [2, 'done', 4],
    [1, 'dialling', null],
  ]);
});
