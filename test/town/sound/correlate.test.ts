import { describe, expect, it } from 'vitest';
import { alike, loudness } from './alike.ts';
import { Finder } from './correlate.ts';
import { type Codec, decode, encode } from './g711.ts';
import { babble, joined, overTheLine } from './made-up.ts';
import { same } from './phrase.ts';

const sought = Array.from({ length: 9 }, (_, seed) => babble(seed + 1, 1));
const finder = new Finder(sought, { torn: true });
const found = (x: Int16Array, least = same) => finder.find(x, 0, x.length, least);
const coded = (codec: Codec, x: Int16Array) => decode(codec, encode(codec, x));

describe('alike', () => {
  it('is 1 for the same at any loudness, and −1 upside down', () => {
    const [a = babble(0, 1)] = sought;
    const softer = a.map((value) => value / 4);
    expect(alike(a, 0, softer, 0, a.length)).toBeCloseTo(1, 4);
    expect(
      alike(
        a,
        0,
        a.map((value) => -value),
        0,
        a.length,
      ),
    ).toBeCloseTo(-1, 6);
  });

  it('is 0 for silence and beyond the ends', () => {
    const [a = babble(0, 1)] = sought;
    expect(alike(new Int16Array(8000), 0, a, 0, 8000)).toBe(0);
    expect(alike(a, 1, a, 0, a.length)).toBe(0);
  });
});

describe('the finder', () => {
  it('finds each sound to the sample, wherever it is', () => {
    for (const [index, sound] of sought.entries()) {
      const before = 0.7 + index * 1.37;
      const [find] = found(joined(before, sound, 1));
      expect(find).toMatchObject({ index, at: Math.round(before * 8000) });
      expect(find?.ncc).toBeCloseTo(1, 6);
    }
  });

  it.each<[Codec, number, number]>([
    ['alaw', 1, 0],
    ['ulaw', 1, 0],
    ['alaw', 0.1, 20],
    ['ulaw', 3, 100],
    ['alaw', 0.5, 500],
  ])('finds them over %s, %s times as loud, with noise of %s', (codec, gain, noise) => {
    const x = coded(codec, overTheLine(joined(3.21, sought[4] as Int16Array, 2), gain, noise));
    expect(found(x)).toMatchObject([{ index: 4, at: Math.round(3.21 * 8000) }]);
  });

  it('finds a bright voice at even and at odd samples', () => {
    const bright = Int16Array.from({ length: 8000 }, (_, i) => {
      const hum = 2000 * Math.sin((2 * Math.PI * 240 * i) / 8000);
      return Math.round(hum + 7000 * Math.sin((2 * Math.PI * (1500 * i + (i * i) / 60)) / 8000));
    });
    const brightFinder = new Finder([bright]);
    for (const at of [5000, 5001, 5002, 5003]) {
      const x = new Int16Array(20_000);
      x.set(bright, at);
      expect(brightFinder.find(x, 0, 12_000, same).map((find) => find.at)).toContain(at);
    }
  });

  const tears = [0.06, 0.1, 0.2, 0.25, 0.3, 0.5, 0.66, 0.9].flatMap((at) =>
    [0.02, 0.07, 0.18].map((late, i) => ({ at, late, index: [0, 3, 8][i] as number })),
  );
  it.each(tears)('finds a sound that is torn at $at s by a packet $late s late', ({ at, late, index }) => {
    const sound = sought[index] as Int16Array;
    const torn = at * 8000;
    const x = coded('alaw', joined(0.7, sound.subarray(0, torn), late, sound.subarray(torn), 0.2));
    const finds = found(x);
    expect(finds).toMatchObject([{ index }]);
    // Where nearly all of it is late, that is taken for its beginning.
    expect(finds[0]?.at).toBeGreaterThanOrEqual(5600);
    expect(finds[0]?.at).toBeLessThanOrEqual(5600 + late * 8000);
  });

  it.each([0.1, 0.24, 0.4, 0.8])('finds a sound of which a packet was lost at %s s', (lostAt) => {
    const sound = sought[3] as Int16Array;
    const lost = lostAt * 8000;
    const x = joined(0.7, sound.subarray(0, lost), 0.02, sound.subarray(lost + 160), 0.2);
    expect(found(x)).toMatchObject([{ index: 3, at: 5600 }]);
  });

  it('finds several, in their order', () => {
    const [a, b, c] = sought as [Int16Array, Int16Array, Int16Array];
    expect(found(joined(a, 0.3, c, b, 1)).map(({ index }) => index)).toEqual([0, 2, 1]);
  });

  it('finds nothing in other speech, noise, silence or a tone', () => {
    const tone = Int16Array.from(
      { length: 80_000 },
      (_, i) => 8000 * Math.sin((2 * Math.PI * 425 * i) / 8000),
    );
    expect(found(babble(77, 20), 0.5)).toEqual([]);
    expect(found(overTheLine(new Int16Array(80_000), 1, 3000), 0.5)).toEqual([]);
    expect(found(new Int16Array(80_000), 0.1)).toEqual([]);
    expect(found(tone, 0.5)).toEqual([]);
  });

  it('does not find the half of a sound', () => {
    const [a = babble(0, 1)] = sought;
    expect(found(joined(1, a.subarray(0, 4000), 2))).toEqual([]);
  });
});

it('tells loudness as the root mean square', () => {
  expect(loudness(Int16Array.of(3, -3, 3, -3), 0, 4)).toBe(3);
  expect(loudness(new Int16Array(0), 0, 100)).toBe(0);
});
