import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HolosError } from '../../errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { IvrServices } from '../services.ts';
import { type Known, residentsCalling } from '../who-calls.ts';
import { arrive } from './arrive.ts';

const olena: Known = { as: 'one', residentIds: [7], language: 'ru' };
const company = { hotlines: [{ id: '750-600', languages: ['uk', 'ru'] }] };
const services = { company } as unknown as IvrServices;

/** A call that arrives while the look-up takes as long as `found` does, or each try as long as its own. */
function arriving(...tries: (() => Promise<Known>)[]) {
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
    async () => (await tries.shift()?.()) ?? olena,
    (error) => void failures.push(error),
  );
  const next = flow(call as unknown as Call, services);
  return { call, over, steps, failures, next };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const later =
  <T>(value: T, ms: number) =>
  () =>
    new Promise<T>((resolve) => setTimeout(resolve, ms, value));

test('who is known in time is spoken to in the language of his number', async () => {
  const { call, steps, failures, next } = arriving(async () => olena);
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

test('a flow that needs who calls has it also where it came out late', async () => {
  const { call, next } = arriving(later(olena, 1_500));
  await vi.advanceTimersByTimeAsync(1_000);
  await next;
  const asked = residentsCalling(call as unknown as Call);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await asked).toEqual([7]);
});

test('it waits no longer than for anything else that is looked up: nobody can tell then', async () => {
  const { call, next } = arriving(later(olena, 60_000));
  await vi.advanceTimersByTimeAsync(1_000);
  await next;
  const asked = expect(residentsCalling(call as unknown as Call)).rejects.toMatchObject({ code: 'db.away' });
  await vi.advanceTimersByTimeAsync(3_000);
  await asked;
});

const away = () => Promise.reject(new HolosError('db.away', 'away'));

test('while the database is away it is tried again, until it answers', async () => {
  const { call, steps, failures, next } = arriving(away, away, away);
  await next;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(call.residentIds).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await residentsCalling(call as unknown as Call)).toEqual([7]);
  expect(steps).toHaveLength(2);
  expect(failures).toHaveLength(1);
});

test('nobody is looked up any more for a caller who has gone', async () => {
  const { call, over, next } = arriving(away);
  await next;
  over.abort();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(call.residentIds).toEqual([]);
  expect(await residentsCalling(call as unknown as Call)).toEqual([]);
});

test('what is wrong with a look-up is told once, and it is not tried again', async () => {
  const { call, failures, steps, next } = arriving(() => Promise.reject(new Error('a bug')));
  await next;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(failures).toHaveLength(1);
  expect(steps).toEqual([{ kind: 'identified', as: 'none', residentIds: [] }]);
  expect(await residentsCalling(call as unknown as Call)).toEqual([]);
});
