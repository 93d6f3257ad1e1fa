import { expect, test } from 'vitest';
import { EarlyKeys, readKeyPress } from './early-keys.ts';

test('a key is told when it is pressed, and not again when it is let go', () => {
  const keys = new EarlyKeys();
  expect(keys.pressed('c1', '1')).toBe(true);
  expect(keys.released('c1', '1')).toBe(false);
  expect(keys.pressed('c1', '1')).toBe(true);
  expect(keys.released('c1', '1')).toBe(false);
});

test('two presses of one key are two, however their ends are told', () => {
  const keys = new EarlyKeys();
  expect([keys.pressed('c1', '1'), keys.pressed('c1', '1')]).toEqual([true, true]);
  expect([keys.released('c1', '1'), keys.released('c1', '1')]).toEqual([false, false]);
});

test('a key whose press was not heard is told when it is let go, and its late press is left out', () => {
  const keys = new EarlyKeys();
  expect(keys.released('c1', '5')).toBe(true);
  expect(keys.pressed('c1', '5')).toBe(false);
});

test('while nothing comes of presses every key is told once; when they come again, too', () => {
  let now = 0;
  const keys = new EarlyKeys(() => now);
  expect([1, 2, 3].map(() => keys.released('c1', '5'))).toEqual([true, true, true]);
  expect([keys.pressed('c1', '5'), keys.released('c1', '5')]).toEqual([false, true]);
  now = 30_000;
  expect([keys.pressed('c1', '5'), keys.released('c1', '5')]).toEqual([true, false]);
});

test('keys of different calls have nothing to do with each other', () => {
  const keys = new EarlyKeys();
  keys.pressed('c1', '1');
  expect(keys.released('c2', '1')).toBe(true);
  expect(keys.released('c1', '2')).toBe(true);
});

test('only keys that come from the far end are read', () => {
  const event = { event: 'DTMFBegin', direction: 'Received', digit: '7', uniqueid: 'n1-1.2' };
  expect(readKeyPress(event)).toMatchObject({
    type: 'ChannelDtmfReceived',
    digit: '7',
    channel: { id: 'n1-1.2' },
  });
  expect(readKeyPress({ ...event, direction: 'Sent' })).toBeUndefined();
  expect(readKeyPress({ ...event, event: 'DTMFEnd' })).toBeUndefined();
});
