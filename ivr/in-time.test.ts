import { expect, test, vi } from 'vitest';
import { codeOf } from '../errors.ts';
import { inTime } from './in-time.ts';

test('what is looked up in time is given', async () => {
  const failed = vi.fn();
  expect(await inTime(async () => 'known', 'nobody', failed)).toBe('known');
  expect(failed).not.toHaveBeenCalled();
});

test('a fault and a slow database cost the caller nothing but the knowledge, and are told', async () => {
  vi.useFakeTimers();
  try {
    const told: string[] = [];
    const failed = (error: unknown) => void told.push(codeOf(error));
    const fault = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    expect(await inTime(() => Promise.reject(fault), 'nobody', failed)).toBe('nobody');
    const slow = inTime(() => new Promise<string>(() => undefined), 'nobody', failed);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await slow).toBe('nobody');
    expect(told).toEqual(['ECONNREFUSED', 'db.away']);
  } finally {
    vi.useRealTimers();
  }
});
