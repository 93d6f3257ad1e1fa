import { expect, test } from 'vitest';
import { babble } from '../../test/town/sound/made-up.ts';
import { voicedMs } from './voiced.ts';

const rate = 8000;
const tone = (hertz: number, seconds: number, loudness = 8000) =>
  Int16Array.from(
    { length: seconds * rate },
    (_, i) => loudness * Math.sin((2 * Math.PI * hertz * i) / rate),
  );
const silence = (seconds: number) => new Int16Array(seconds * rate);
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));

test('silence and a line’s noise are no voice; speech is', () => {
  expect(voicedMs(silence(3))).toBe(0);
  expect(voicedMs(Int16Array.from({ length: 24_000 }, () => Math.random() * 400 - 200))).toBe(0);
  for (let seed = 1; seed < 20; seed++) expect(voicedMs(babble(seed, 3))).toBeGreaterThan(2_000);
});

test.each([
  ['dial tone', tone(425, 5)],
  ['busy', joined(...Array.from({ length: 5 }, () => joined(tone(440, 0.35), silence(0.35))))],
  ['a fax that calls', joined(...Array.from({ length: 3 }, () => joined(tone(1130, 0.5), silence(3))))],
  ['a fax that answers', tone(2100, 3, 20_000)],
])('%s is no voice', (_, sound) => {
  // Where a tone begins or ends in the middle of a frame, that frame may count.
  expect(voicedMs(sound)).toBeLessThan(200);
});

test('who speaks over a busy tone is heard', () => {
  const voice = babble(7, 3);
  const both = tone(425, 3, 1_000).map((sample, i) => sample + (voice[i] ?? 0) / 2);
  expect(voicedMs(both)).toBeGreaterThan(1_500);
});
