import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { hashPin, isPin, newPin } from './pin.ts';

test('a PIN is known by its hash, which says nothing of it and is another one each time', async () => {
  const hash = await hashPin('2468');
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(hash).not.toContain('2468');
  expect(await hashPin('2468')).not.toBe(hash);
  expect(await isPin(hash, '2468')).toBe(true);
  expect(await isPin(hash, '2469')).toBe(false);
  expect(await isPin(hash, '')).toBe(false);
});

test('where there is no PIN none is right, and it takes the same time', async () => {
  const hash = await hashPin('2468');
  const quickest = { none: Number.POSITIVE_INFINITY, wrong: Number.POSITIVE_INFINITY };
  const time = async (which: 'none' | 'wrong', check: () => Promise<boolean>) => {
    const begun = performance.now();
    expect(await check()).toBe(false);
    quickest[which] = Math.min(quickest[which], performance.now() - begun);
  };
  await isPin(null, '0000');
  for (let i = 0; i < 15; i++) {
    await time('none', () => isPin(null, '2468'));
    await time('wrong', () => isPin(hash, '1111'));
  }
  expect(quickest.none / quickest.wrong).toBeGreaterThan(0.4);
  expect(quickest.none / quickest.wrong).toBeLessThan(2.5);
  // A caller waits for it.
  expect(quickest.wrong).toBeLessThan(50);
});

test('a new PIN has six digits, and is none of those that are tried first', () => {
  const picked = [0, 777_777, 123_456, 654_321, 12_346, 480_159];
  const pick = () => picked.shift() ?? Number.NaN;
  expect([newPin(pick), newPin(pick)]).toEqual(['012346', '480159']);
  expect(new Set(Array.from({ length: 1_000 }, () => newPin())).size).toBeGreaterThan(990);
});

test('checking stands in nobody’s way: it happens beside the event loop', async () => {
  const hash = await hashPin('2468');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(Array.from({ length: 20 }, () => isPin(hash, '1357')));
  delay.disable();
  expect(delay.percentile(50) / 1e6).toBeLessThan(20);
});
