import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HolosError } from '../../errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { IvrServices } from '../services.ts';
import { arrive, type Known } from './arrive.ts';

const olena: Known = { as: 'one', residentIds: [7], language: 'ru' };
const company = { hotlines: [{ id: '750-600', languages: ['uk', 'ru'] }] };
const services = { company } as unknown as IvrServices;

/** A call that arrives while the look-up takes as long as `found` does. */
function arriving(found: Promise<Known>) {
  const over = new AbortController();
  const steps: unknown[] = [];
  const call = {
    hotline: '750-600',
    language: 'uk',
    residentIds: [] as readonly number[],
    signal: over.signal,
    openRoom: async () => undefined,
    step: (step: unknown) => void steps.push(step),
  };
  const failures: unknown[] = [];
  const flow = arrive(
    () => found,
    (error) => void failures.push(error),
  );
  const next = flow(call as unknown as Call, services);
  return { call, over, steps, failures, next };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const later = <T>(value: T, ms: number) => new Promise<T>((resolve) => setTimeout(resolve, ms, value));

test('who is known in time is spoken to in the language of his number', async () => {
  const { call, steps, failures, next } = arriving(Promise.resolve(olena));
  await next;
  expect(call).toMatchObject({ residentIds: [7], language: 'ru' });
  expect(steps).toEqual([
    { kind: 'identified', as: 'one', residentIds: [7] },
    { kind: 'language', language: 'ru', how: 'remembered' },
  ]);
  expect(failures).toEqual([]);
});

test('a slow look-up keeps nobody waiting, and who is calling is known once it has come out', async () => {
  const { call, steps, failures, next } = arriving(later(olena, 1_500));
  await vi.advanceTimersByTimeAsync(1_000);
  await next;
  expect(call).toMatchObject({ residentIds: [], language: 'uk' });
  expect(failures).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(call).toMatchObject({ residentIds: [7], language: 'uk' });
  expect(steps).toEqual([
    { kind: 'identified', as: 'none', residentIds: [] },
    { kind: 'identified', as: 'one', residentIds: [7] },
  ]);
});

test('of a call that is over nothing more is said', async () => {
  const { steps, over, next } = arriving(later(olena, 1_500));
  await vi.advanceTimersByTimeAsync(1_000);
  await next;
  over.abort();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(steps).toHaveLength(1);
});

test('a look-up that fails is told once', async () => {
  const { failures, steps, next } = arriving(Promise.reject(new HolosError('db.away', 'away')));
  await next;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(failures).toHaveLength(1);
  expect(steps).toEqual([{ kind: 'identified', as: 'none', residentIds: [] }]);
});
