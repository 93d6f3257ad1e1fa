import { describe, expect, it } from 'vitest';
import { decode, encode } from './g711.ts';
import { babble, joined, overTheLine } from './made-up.ts';
import { follow, neededToTell, phraseOf } from './phrase.ts';

const sentence = babble(5, 3);
const phrase = phraseOf([sentence]);
const line = (x: Int16Array) => decode('alaw', encode('alaw', overTheLine(x, 0.6, 10)));

describe('following a phrase', () => {
  it('hears the whole of it', () => {
    const x = line(joined(1, sentence, 1));
    expect(follow(x, 8000, phrase)).toMatchObject({ state: 'whole', lost: 0, until: 8000 + sentence.length });
  });

  it('knows that it goes on while the sound comes in', () => {
    const x = line(joined(sentence.subarray(0, 12_000)));
    const following = follow(x, 0, phrase);
    expect(following.state).toBe('going-on');
    expect(following.heard).toBeGreaterThan(9000);
  });

  it.each([0.8, 1.234, 2.5])('tells to 20 ms where it was cut off after %s s', (seconds) => {
    const x = line(joined(0.5, sentence.subarray(0, seconds * 8000), 2));
    const following = follow(x, 4000, phrase);
    expect(following.state).toBe('cut');
    expect(Math.abs(following.heard - seconds * 8000)).toBeLessThanOrEqual(160);
  });

  it('tells that other speech came in its place', () => {
    const x = line(joined(sentence.subarray(0, 10_000), babble(9, 3)));
    const following = follow(x, 0, phrase);
    expect(following.state).toBe('cut');
    expect(Math.abs(following.heard - 10_000)).toBeLessThanOrEqual(240);
  });

  it('does not take the beginning of what came in its place for its own', () => {
    // 1,360 of the 1,600 samples of a piece are its own: alike enough for the piece, yet cut off within it.
    const x = line(joined(sentence.subarray(0, 9360), babble(9, 3)));
    expect(Math.abs(follow(x, 0, phrase).until - 9360)).toBeLessThanOrEqual(80);
  });

  it('goes on after a lost packet, and after 60 ms of delay, and counts them', () => {
    const lost = sentence.slice();
    lost.fill(0, 9600, 11_200);
    expect(follow(line(joined(lost, 1)), 0, phrase)).toMatchObject({ state: 'whole', lost: 1 });
    const late = joined(sentence.subarray(0, 9600), 0.06, sentence.subarray(9600), 1);
    expect(follow(line(late), 0, phrase)).toMatchObject({ state: 'whole', until: sentence.length + 480 });
  });

  it('passes over pauses between sentences', () => {
    const two = joined(babble(1, 1), 0.7, babble(2, 1));
    expect(follow(line(joined(two, 0.2)), 0, phraseOf([two]))).toMatchObject({ state: 'whole', lost: 0 });
  });
});

describe('a phrase', () => {
  it('begins where it can be heard', () => {
    const { beginAt, begin } = phraseOf([joined(0.25, sentence)]);
    expect(Math.abs(beginAt - 2000)).toBeLessThanOrEqual(160);
    expect(begin.length).toBe(8000);
  });

  it('begins with its first sound only, when it has several', () => {
    expect(phraseOf([babble(1, 0.7), babble(2, 2)]).begin.length).toBeLessThanOrEqual(5600);
  });
});

describe('telling phrases apart', () => {
  const head = babble(11, 1.6);
  const [first, second] = [
    phraseOf([joined(head, babble(12, 1.5))]),
    phraseOf([joined(head, babble(13, 1.5))]),
  ];

  it('needs the piece in which they first differ', () => {
    const needed = neededToTell(first, second);
    expect(needed).toBeGreaterThanOrEqual(head.length);
    expect(needed).toBeLessThanOrEqual(head.length + 3200);
  });

  it('needs all of one that is the other’s beginning, and hardly anything of others', () => {
    expect(neededToTell(phraseOf([head]), first)).toBe(head.length);
    expect(neededToTell(first, phraseOf([babble(99, 3)]))).toBeLessThanOrEqual(2 * 1600);
  });
});
