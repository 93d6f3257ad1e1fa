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
