import { describe, expect, it } from 'vitest';
import { likenessIn } from './likeness.ts';
import { babble, joined, overTheLine } from './made-up.ts';

const sound = babble(7, 1);
const around = (...middle: (Int16Array | number)[]) =>
  joined(babble(8, 1.3), 0.2, ...middle, 0.3, babble(9, 2));

describe('how alike a sound is to the best place', () => {
  it('is 1 where it is, at any loudness', () => {
    expect(likenessIn(overTheLine(around(sound), 0.5, 5), sound)).toBeGreaterThan(0.98);
  });

  it.each([
    ['at its beginning', 0.2],
    ['in the middle', 0.5],
    ['near its end', 0.8],
  ])('is plain though a packet came 60 ms late %s', (_, tornAt) => {
    const torn = around(sound.subarray(0, tornAt * 8000), 0.06, sound.subarray(tornAt * 8000));
    expect(likenessIn(torn, sound)).toBeGreaterThan(0.85);
  });

  it('is less the more of it is missing', () => {
    const without = (packets: number) => {
      const lost = sound.slice();
      lost.fill(0, 3200, 3200 + packets * 160);
      return likenessIn(around(lost), sound);
    };
    expect(without(6)).toBeLessThan(0.99);
    expect(without(30)).toBeLessThan(without(6));
    expect(likenessIn(around(sound.subarray(0, 2400), 0.7), sound)).toBeLessThan(0.7);
  });

  it('is next to nothing where there is other speech, silence, or the sound with its halves changed', () => {
    expect(likenessIn(around(babble(10, 3)), sound)).toBeLessThan(0.35);
    expect(likenessIn(new Int16Array(40_000), sound)).toBe(0);
    expect(likenessIn(around(sound.subarray(4000), sound.subarray(0, 4000)), sound)).toBeLessThan(0.8);
  });
});
