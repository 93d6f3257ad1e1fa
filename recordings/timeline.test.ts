import { expect, test } from 'vitest';
import type { Track } from './sides.ts';
import { layOut } from './timeline.ts';

const heard = (facts: Partial<Track>): Track => ({
  side: 'heard',
  file: 'heard-1.sln',
  startMs: 10,
  pauses: [],
  ...facts,
});

test('a recording is as long as the call, though the time that was lost is missing at its very end', () => {
  const pauses = [
    { atSample: 4_000, ms: 40 },
    { atSample: 8_000, ms: 340 },
  ];
  const { samples, heard: pieces } = layOut([heard({ pauses })], new Map([['heard-1.sln', 8_000]]));
  expect(samples).toBe((10 + 1_000 + 40 + 340) * 8);
  expect(pieces.map(({ atSample, samples: length }) => [atSample, length])).toEqual([
    [80, 4_000],
    [4_400, 4_000],
  ]);
});

test('a track without a sample has no time', () => {
  expect(layOut([heard({ pauses: [{ atSample: 0, ms: 40 }] })], new Map()).samples).toBe(0);
});
