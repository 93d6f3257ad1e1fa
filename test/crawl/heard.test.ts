import { expect, test } from 'vitest';
import { Heard, type WrongSound } from './heard.ts';

const goodbye = { language: 'uk', prompt: 'goodbye', text: 'На все добре!' } as const;
const caller = { number: '+380507700001', account: { id: 7, number: '7' }, otherAccount: '8' };
const way = { edges: [], like: caller };
const late: WrongSound = { what: 'what was heard is not like its file', sure: false };

/** Somebody comes there, and listens to it. */
function comes(heard: Heard, wrong: WrongSound | null | undefined): void {
  expect(heard.claim(goodbye)).toBe(true);
  heard.release(goodbye, wrong, way);
}

test('one listens to a prompt, and whoever comes after it was heard does not', () => {
  const heard = new Heard();
  expect(heard.claim(goodbye)).toBe(true);
  expect(heard.claim(goodbye)).toBe(false);
  heard.release(goodbye, undefined, way);
  comes(heard, null);
  expect(heard.claim(goodbye)).toBe(false);
  expect({ faults: heard.faults, count: heard.count }).toEqual({ faults: [], count: 1 });
});

test('what has not sounded as it should is gone to again, and is no fault when it sounds so then', () => {
  const heard = new Heard();
  expect(heard.takeDoubt()).toBeUndefined();
  comes(heard, late);
  const doubt = heard.takeDoubt();
  expect(doubt?.way).toEqual({ edges: [], like: caller, hearsOut: true });
  expect(heard.takeDoubt()).toBeUndefined();
  comes(heard, null);
  doubt?.giveBack();
  expect(heard.takeDoubt()).toBeUndefined();
  expect(heard.faults).toEqual([]);
});

test('what is wrong each time is a fault, by whomever it is heard', () => {
  const heard = new Heard();
  comes(heard, late);
  const likes = [1, 2].map(() => {
    const doubt = heard.takeDoubt();
    comes(heard, late);
    doubt?.giveBack();
    return doubt?.way.like;
  });
  expect(likes).toEqual([caller, null]);
  expect(heard.takeDoubt()).toBeUndefined();
  expect(heard.isHeard(goodbye)).toBe(true);
  expect(heard.faults).toEqual([{ prompt: 'goodbye', text: goodbye.text, what: late.what }]);
});

test('nobody goes again for a fault of the file, nor for ever where he comes elsewhere', () => {
  const heard = new Heard();
  comes(heard, { what: 'its file is silent', sure: true });
  expect(heard.takeDoubt()).toBeUndefined();
  const other = new Heard();
  comes(other, late);
  for (let ways = 0; ways < 3; ways++) other.takeDoubt()?.giveBack();
  expect(other.takeDoubt()).toBeUndefined();
  expect(other.faults).toHaveLength(1);
});
