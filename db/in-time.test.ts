import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HolosError } from '../errors.ts';
import { inTime, lookedUp, usualLimitMs } from './in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);
const fault = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });

test('an answer in time is given, and leaves no timer behind', async () => {
  expect(await inTime(Promise.resolve(7))).toBe(7);
  await expect(inTime(Promise.reject(fault))).rejects.toBe(fault);
  expect(vi.getTimerCount()).toBe(0);
});

test('a database that is frozen is away after the limit', async () => {
  const late = expect(inTime(never(), 50)).rejects.toMatchObject({ code: 'db.away' });
  await vi.advanceTimersByTimeAsync(50);
  await late;
});

test('for one who waits every fault of the database is the same; what is wrong with his question is not', async () => {
  await expect(lookedUp(Promise.reject(fault))).rejects.toMatchObject({ code: 'db.away', cause: fault });
  const unknown = new HolosError('account.unknown', 'There is no such account.');
  await expect(lookedUp(Promise.reject(unknown))).rejects.toBe(unknown);
  const late = expect(lookedUp(never())).rejects.toMatchObject({ code: 'db.away' });
  await vi.advanceTimersByTimeAsync(usualLimitMs);
  await late;
});
