import { expect, test } from 'vitest';
import { TypingFlow } from './typing-flow.ts';

const key = (name: string, more = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

test('who types a name into a field that goes away goes on typing for a moment', () => {
  const flow = new TypingFlow();
  expect(flow.takes(key('К'), true, 0)).toBe(true);
  expect(flow.takes(key(' '), false, 900)).toBe(true);
  expect(flow.takes(key('Enter'), false, 1_800)).toBe(true);
  expect(flow.takes(key('Enter'), false, 1_901)).toBe(false);
});

test('what is pressed without a field is not typed, nor are commands', () => {
  const flow = new TypingFlow();
  expect(flow.takes(key(' '), false, 0)).toBe(false);
  expect(flow.takes(key('Enter'), false, 10)).toBe(false);
  expect(flow.takes(key('n', { altKey: true }), true, 20)).toBe(true);
  expect(flow.takes(key('Enter'), false, 30)).toBe(false);
});
