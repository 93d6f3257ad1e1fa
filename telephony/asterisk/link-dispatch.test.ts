import { expect, test } from 'vitest';
import { EventDispatch } from './link-dispatch.ts';
import type { AriEvent } from './node.ts';

const event = {
  type: 'ChannelStateChange',
  timestamp: '',
  channel: { id: 'c1' },
  bridge: { id: 'b1' },
} as AriEvent;

test('an event reaches those who listen for its type and for each thing it is about', () => {
  const heard: string[] = [];
  const dispatch = new EventDispatch(() => heard.push('fault'));
  dispatch.on('ChannelStateChange', () => heard.push('type'));
  dispatch.onSubject('c1', () => heard.push('channel'));
  dispatch.onSubject('b1', () => heard.push('bridge'));
  dispatch.onSubject('c2', () => heard.push('other'));
  dispatch.dispatch(event);
  expect(heard).toEqual(['type', 'channel', 'bridge']);
});

test('a listener that throws does not keep the others from hearing, and is reported', () => {
  const faults: unknown[] = [];
  const dispatch = new EventDispatch((error) => faults.push(error));
  let heard = 0;
  dispatch.onSubject('c1', () => {
    throw new Error('bug');
  });
  dispatch.onSubject('c1', () => {
    heard += 1;
  });
  dispatch.dispatch(event);
  expect([heard, faults.length]).toEqual([1, 1]);
});

test('a listener that was removed, even by another during the same event, hears nothing and leaves nothing behind', () => {
  const dispatch = new EventDispatch(() => undefined);
  let heard = 0;
  const stopFirst = dispatch.onSubject('c1', () => stopSecond());
  const stopSecond = dispatch.onSubject('c1', () => {
    heard += 1;
  });
  dispatch.dispatch(event);
  stopFirst();
  expect([heard, dispatch.size]).toEqual([0, 0]);
});
