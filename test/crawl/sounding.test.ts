import { describe, expect, test } from 'vitest';
import { type Codec, decode, encode } from '../town/sound/g711.ts';
import { babble, joined, overTheLine } from '../town/sound/made-up.ts';
import { phraseOf } from '../town/sound/phrase.ts';
import { faultOfFile, howItSounded } from './sounding.ts';

const voice = babble(7, 3);
const phrase = phraseOf([voice]);
const heard = (sound: Int16Array, { gain = 1, codec = 'alaw' as Codec } = {}) =>
  howItSounded(decode(codec, encode(codec, overTheLine(joined(0.5, sound, 0.5), gain, 10))), 0, phrase);

describe('a file', () => {
  test('with a voice in it is good, however often it comes near the top', () => {
    expect(faultOfFile(voice)).toBeNull();
    const highest = voice.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(faultOfFile(voice.map((sample) => (sample * 32_000) / highest))).toBeNull();
  });

  test('that is silent, or overdriven, is told', () => {
    expect(faultOfFile(new Int16Array(16_000))).toBe('its file is silent');
    expect(faultOfFile(overTheLine(voice, 8, 0))).toMatch(/^its file is too loud: \d\d+ peaks are cut off$/);
  });
});

describe.each<Codec>(['alaw', 'ulaw'])('what is heard by %s', (codec) => {
  test('whole and as loud as its file is good', () => {
    expect(heard(voice, { codec })).toBeNull();
    expect(heard(voice, { codec, gain: 1.4 })).toBeNull();
  });

  test('overdriven on the way is told, though it is like its file', () => {
    expect(heard(voice, { codec, gain: 6 })).toMatch(/^it was heard too loud: \d+ peaks are cut off$/);
  });
});

test('what is cut short, something else, or nothing, is told as that', () => {
  expect(heard(voice.subarray(0, 12_000))).toMatch(/^1\d\d\d ms of 3000 were heard$/);
  expect(heard(babble(8, 3))).toBe('what was heard is not like its file');
  expect(heard(new Int16Array(0))).toBe('nothing was heard');
});

test('a sentence with which the call ends is heard whole, though the last 3 ms of its last packet are missing', () => {
  const short = babble(9, 0.8);
  const ending = joined(0.5, short, 0);
  expect(howItSounded(ending.subarray(0, ending.length - 24), 0, phraseOf([short]))).toBeNull();
  expect(howItSounded(ending.subarray(0, ending.length - 2_400), 0, phraseOf([short]))).toMatch(
    /^\d+ ms of 800 were heard$|not like/,
  );
});
