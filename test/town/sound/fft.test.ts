import { expect, it } from 'vitest';
import { Fft } from './fft.ts';
import { seeded } from './made-up.ts';

const noise = (size: number, seed: number) => Float64Array.from({ length: size }, seeded(seed));

/** Where a frequency stands in the spectrum: its bits from right to left. */
function placeOf(frequency: number, size: number): number {
  let place = 0;
  for (let bit = 1; bit < size; bit *= 2) place = 2 * place + (frequency & bit ? 1 : 0);
  return place;
}

// Of odd and of even numbers of steps.
it.each([2, 4, 8, 16, 64, 128])('makes the spectrum of %i samples, by the definition', (size) => {
  const [x, y] = [noise(size, 1), noise(size, 2)];
  const [re, im] = [x.slice(), y.slice()];
  new Fft(size).forward(re, im);
  for (let frequency = 0; frequency < size; frequency++) {
    let [sumRe, sumIm] = [0, 0];
    for (let i = 0; i < size; i++) {
      const angle = (2 * Math.PI * frequency * i) / size;
      const [a, b] = [x[i] as number, y[i] as number];
      sumRe += a * Math.cos(angle) + b * Math.sin(angle);
      sumIm += b * Math.cos(angle) - a * Math.sin(angle);
    }
    const place = placeOf(frequency, size);
    expect(re[place]).toBeCloseTo(sumRe, 9);
    expect(im[place]).toBeCloseTo(sumIm, 9);
  }
});

it.each([2, 8, 4096, 8192])('makes %i samples of their spectrum again, times their number', (size) => {
  const [x, y] = [noise(size, 3), noise(size, 4)];
  const [re, im] = [x.slice(), y.slice()];
  const fft = new Fft(size);
  fft.forward(re, im);
  fft.inverse(re, im);
  const farthest = Math.max(
    ...re.map((value, i) => Math.abs(value / size - (x[i] as number))),
    ...im.map((value, i) => Math.abs(value / size - (y[i] as number))),
  );
  expect(farthest).toBeLessThan(1e-9);
});
