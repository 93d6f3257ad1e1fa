import { expect, test } from 'vitest';
import { EarlyKeys, readKeyPress } from './early-keys.ts';

const on = (uniqueid: string, event: 'DTMFBegin' | 'DTMFEnd') => ({ event, direction: 'Received', uniqueid });

/** While AMI tells of presses: the key 0 is let go on this channel at these times. */
function letGoOn(channelId: string) {
  let now = 0;
  const keys = new EarlyKeys(
    () => now,
    () => true,
  );
  const letGo = (...atMs: number[]) =>
    atMs.map((at) => {
      now = at;
      return keys.released(channelId, '0');
    });
  return { keys, letGo };
}

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

test('the echo of a key that was let go is none, and the next press of the key is told', () => {
  let now = 0;
  const keys = new EarlyKeys(() => now);
  const at = (atMs: number, what: 'pressed' | 'released') => {
    now = atMs;
    return keys[what]('c1', '6');
  };
  expect([at(0, 'pressed'), at(104, 'released'), at(119, 'released')]).toEqual([true, false, false]);
  expect([at(180, 'pressed'), at(280, 'released'), at(900, 'released')]).toEqual([true, false, false]);
  // A press that AMI tells of late is told then, and not lost.
  expect([at(1_000, 'released'), at(1_040, 'pressed'), at(1_080, 'released')]).toEqual([false, true, false]);
});

test('where AMI tells of no presses, an echo is told apart by coming sooner than any finger', () => {
  let now = 0;
  const keys = new EarlyKeys(() => now);
  const told = [0, 20, 200, 400].map((atMs) => {
    now = atMs;
    return keys.released('c1', '6');
  });
  expect(told).toEqual([true, false, true, true]);
});

test('on a busy machine an end is read before its press: its late echo is none, and a second key is told with its press', () => {
  let now = 0;
  const keys = new EarlyKeys(
    () => now,
    () => true,
  );
  const at = (atMs: number, what: 'pressed' | 'released') => {
    now = atMs;
    return keys[what]('c1', '*');
  };
  expect([at(0, 'released'), at(3, 'pressed'), at(250, 'released')]).toEqual([true, false, false]);
  expect([at(400, 'released'), at(402, 'pressed')]).toEqual([false, true]);
  expect([at(600, 'pressed'), at(700, 'released')]).toEqual([true, false]);
});

test('a telephone that tells of no presses (SIP INFO) has each of its keys told, also beside others that do', () => {
  const { keys, letGo } = letGoOn('by-info');
  keys.hear(on('others', 'DTMFBegin'));
  expect(letGo(0, 20)).toEqual([true, false]);
  keys.hear(on('by-info', 'DTMFEnd'));
  expect(letGo(400, 700)).toEqual([true, true]);
});

test('on a machine so busy that all of AMI comes late, the echo of the first key is none', () => {
  const { keys, letGo } = letGoOn('c1');
  expect(letGo(0, 300)).toEqual([true, false]);
  keys.hear(on('c1', 'DTMFBegin'));
  expect(keys.pressed('c1', '0')).toBe(false);
  for (let told = 0; told < 2; told += 1) keys.hear(on('c1', 'DTMFEnd'));
  expect([...letGo(900), keys.pressed('c1', '0')]).toEqual([false, true]);
});

test('while nothing comes of presses every key is told once; when they come again, too', () => {
  let now = 0;
  const keys = new EarlyKeys(() => now);
  const letGo = [1_000, 2_000, 3_000].map((atMs) => {
    now = atMs;
    return keys.released('c1', '5');
  });
  expect(letGo).toEqual([true, true, true]);
  now = 4_000;
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
