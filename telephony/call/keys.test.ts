import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Keys } from './keys.ts';

const never = new AbortController().signal;

test('a key pressed before anybody asks is kept', async () => {
  const keys = new Keys();
  keys.press('4');
  expect(await keys.next(1_000, never)).toBe('4');
  expect(keys.any).toBe(false);
});

test('several keys at once come one by one, in order', async () => {
  const keys = new Keys();
  for (const key of '123') keys.press(key);
  expect([await keys.next(10, never), await keys.next(10, never), await keys.next(10, never)]).toEqual([
    '1',
    '2',
    '3',
  ]);
});

test('without a key the wait ends with null, and leaves no listener behind', async () => {
  const keys = new Keys();
  expect(await keys.next(5, never)).toBeNull();
  keys.press('1');
  expect(keys.any).toBe(true);
});

test('a hang-up ends the wait with its own reason', async () => {
  const over = new AbortController();
  const wait = new Keys().next(10_000, over.signal);
  const reason = new Error('hung up');
  over.abort(reason);
  await expect(wait).rejects.toBe(reason);
});

test('a phone that floods keys is cut off', () => {
  const keys = new Keys();
  for (let i = 0; i < 10_000; i++) keys.press('5');
  let count = 0;
  while (keys.take()) count++;
  expect(count).toBe(64);
});

test('a key that is not wanted stays for the question that follows, and so do those after it', async () => {
  const keys = new Keys();
  for (const key of '71') keys.press(key);
  expect(await keys.nextIf('1', 1_000, never)).toBeNull();
  expect([keys.take(), keys.take()]).toEqual(['7', '1']);
});

test('a key that is wanted is waited for and taken; without one the wait ends', async () => {
  const keys = new Keys();
  const pressed = keys.nextIf('1', 1_000, never);
  keys.press('1');
  expect(await pressed).toBe('1');
  expect(keys.any).toBe(false);
  expect(await keys.nextIf('1', 5, never)).toBeNull();
});

test('a key is told of when it is used, with the time of its press', () => {
  const used: [string, Date][] = [];
  const keys = new Keys((key, at) => used.push([key, at]));
  const before = Date.now();
  keys.press('2');
  keys.press('4');
  expect(used).toEqual([]);
  keys.take();
  expect(used.map(([key]) => key)).toEqual(['2']);
  keys.clear();
  expect(used.map(([key]) => key)).toEqual(['2', '4']);
  expect(used.every(([, at]) => at.getTime() >= before)).toBe(true);
});

describe('an answer that is pressed again', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const used: string[] = [];
  const asked = () => {
    used.length = 0;
    return new Keys((key) => used.push(key));
  };
  const left = (keys: Keys) => {
    const all: string[] = [];
    for (let key = keys.take(); key !== undefined; key = keys.take()) all.push(key);
    return all.join('');
  };
  const press = (keys: Keys, pressed: string, everyMs = 300) => {
    for (const key of pressed) {
      vi.advanceTimersByTime(everyMs);
      keys.press(key);
    }
  };

  test('at once is the same answer, however often; it wakes nobody, and stands in the log', () => {
    const keys = asked();
    press(keys, '1');
    keys.take();
    keys.answered();
    const woken = vi.fn();
    keys.onPress(woken);
    press(keys, '111');
    expect([keys.any, woken.mock.calls.length, used.join('')]).toEqual([false, 0, '1111']);
  });

  test('before it was looked at, too', () => {
    const keys = asked();
    press(keys, '112');
    keys.take();
    keys.answered();
    expect(left(keys)).toBe('2');
  });

  test('later is the answer to another question: who knows the menu waits a moment between two of the same', () => {
    const keys = asked();
    press(keys, '11', 600);
    keys.take();
    keys.answered();
    press(keys, '1', 600);
    expect(left(keys)).toBe('11');
  });

  test('other keys of one who presses ahead are kept, however quick, and the first one after them', () => {
    const keys = asked();
    press(keys, '1', 100);
    keys.take();
    keys.answered();
    press(keys, '2121', 100);
    expect(left(keys)).toBe('2121');
  });

  test('digits that are alike are no answers pressed again', () => {
    const keys = asked();
    press(keys, '3355##', 100);
    const digits = Array.from({ length: 5 }, () => keys.take());
    keys.answered();
    expect([digits.join(''), left(keys)]).toEqual(['3355#', '']);
  });

  test.each([
    ['at once', '1', '1180', 200, '1180'],
    ['before it was looked at', '122', '0', 200, '220'],
    ['after a moment: the finger was not sure', '1', '1', 600, ''],
  ])('is the beginning of a number that goes on from it: %s', (_, ahead, then, thenEveryMs, number) => {
    const keys = asked();
    press(keys, ahead, 200);
    keys.take();
    keys.answered();
    press(keys, then.slice(0, -1), 200);
    press(keys, then.slice(-1), thenEveryMs);
    const first = keys.take() ?? '';
    expect(keys.beginning() + first + left(keys)).toBe(number || first);
    expect(keys.beginning()).toBe('');
  });

  test('says nothing new until it is known what came of it; what was pressed besides is kept', () => {
    const keys = asked();
    press(keys, '1');
    keys.take();
    keys.answered();
    press(keys, '11', 2_000);
    keys.forgetRepeats();
    expect(keys.any).toBe(false);
    press(keys, '1212', 2_000);
    keys.forgetRepeats();
    expect(left(keys)).toBe('212');
  });

  test.each([
    ['1180', '1180'],
    ['180', '180'],
  ])('%s while it is said what came of it is a number that begins with it', (pressed, number) => {
    const keys = asked();
    press(keys, '1');
    keys.take();
    keys.answered();
    press(keys, '1', 2_000);
    vi.advanceTimersByTime(1_000);
    press(keys, pressed, 200);
    keys.forgetRepeats();
    const first = keys.take() ?? '';
    expect(keys.beginning() + first + left(keys)).toBe(number);
  });
});
