import { expect, it } from 'vitest';
import { Hearing } from './hearing.ts';

const frame = (value: number) => new Int16Array(160).fill(value);

it('puts sound where it was heard, and keeps together what follows', () => {
  const hearing = new Hearing(1000);
  hearing.add(frame(1), false, 1100);
  hearing.add(frame(2), true, 1180);
  hearing.add(frame(3), true, 1190);
  expect(hearing.samples.length).toBe(800 + 480);
  expect([hearing.samples[799], hearing.samples[800], hearing.samples[960], hearing.samples[1279]]).toEqual([
    0, 1, 2, 3,
  ]);
});

it('leaves silence where a sender paused', () => {
  const hearing = new Hearing(0);
  hearing.add(frame(1), false, 0);
  hearing.add(frame(2), false, 500);
  expect(hearing.samples[3999]).toBe(0);
  expect(hearing.samples[4000]).toBe(2);
});

it('grows by silence when nothing comes, and says so', () => {
  const hearing = new Hearing(0);
  const lengths: number[] = [];
  const stop = hearing.onGrowth(() => lengths.push(hearing.samples.length));
  hearing.pass(100);
  hearing.pass(1000);
  stop();
  hearing.pass(2000);
  expect(lengths).toHaveLength(1);
  expect(hearing.samples.length).toBe(1600 * 8);
});

it('hears nothing after it is closed', () => {
  const hearing = new Hearing(0);
  hearing.close();
  hearing.add(frame(1), false, 10);
  expect(hearing.samples.length).toBe(0);
  expect(hearing.closed).toBe(true);
});

it('holds a long call', () => {
  const hearing = new Hearing(0);
  hearing.add(frame(7), false, 600_000);
  expect(hearing.timeOf(hearing.samples.length)).toBe(600_020);
  expect(hearing.samples.at(-1)).toBe(7);
});

it('keeps a sentence whole whose sender falls behind the clock', () => {
  const hearing = new Hearing(0);
  for (let sent = 0; sent < 200; sent++) {
    hearing.pass(sent * 23);
    hearing.add(frame(5), sent > 0, sent * 23);
  }
  expect(hearing.samples.length).toBe(200 * 160);
});
