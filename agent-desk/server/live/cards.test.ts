import { expect, test } from 'vitest';
import type { Card } from '../../contract/shapes.ts';
import { Cards } from './cards.ts';
import type { Caller } from './world.ts';

const known = (as: Caller['as'], residentIds: number[]): Caller => ({
  ...{ callId: 'n1-1', number: '+380501112233', as, residentIds },
});

test('a card that is looked up again is that of whom the caller is taken for by then', async () => {
  const answers: (() => void)[] = [];
  const cards = new Cards(({ as }) => new Promise((resolve) => answers.push(() => resolve({ as } as Card))));
  cards.prefetch(known('several', [1, 2]));
  const refreshed = cards.refresh(() => true);
  // While the first look-up is awaited he turns out to be nobody we know.
  const second = cards.of(known('none', []));
  answers[0]?.();
  await expect.poll(() => answers.length).toBe(3);
  answers[1]?.();
  answers[2]?.();
  expect(await second).toEqual({ as: 'none' });
  expect(await refreshed).toEqual(['n1-1']);
  expect(cards.value('n1-1')).toEqual({ as: 'none' });
});

test('cards that may be out of date are looked up again one by one, when they are needed', async () => {
  const asked: string[] = [];
  const cards = new Cards(async ({ callId }) => {
    asked.push(callId);
    return { as: 'one', openRequests: asked.length } as unknown as Card;
  });
  const waiting = Array.from({ length: 200 }, (_, index) => ({
    ...known('one', [index]),
    callId: `n1-${index}`,
  }));
  await Promise.all(waiting.map((caller) => cards.of(caller)));
  asked.length = 0;
  cards.expire();
  expect(asked).toEqual([]);
  // Until then what is known of the caller stands on the desk.
  expect(cards.value('n1-7')).toEqual({ as: 'one', openRequests: 8 });
  const [first] = waiting as [Caller, ...Caller[]];
  expect(await cards.of(first)).toEqual({ as: 'one', openRequests: 1 });
  await cards.of(first);
  expect(asked).toEqual(['n1-0']);
});
