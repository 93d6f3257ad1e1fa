import { describe, expect, test } from 'vitest';
import { commandOf, keyOfScreen } from './shortcuts.ts';

const free = { typing: false, pressable: false, ringing: false };
const press = (key: Partial<Parameters<typeof commandOf>[0]>, where = {}) =>
  commandOf(
    { code: '', key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...key },
    { ...free, ...where },
  );

describe('answering', () => {
  test('Enter and Space answer while it rings, and only then', () => {
    expect(press({ key: 'Enter' }, { ringing: true })).toBe('answer');
    expect(press({ key: ' ', code: 'Space' }, { ringing: true })).toBe('answer');
    expect(press({ key: 'Enter' })).toBeNull();
  });

  test('in a text field only with Ctrl', () => {
    const typing = { ringing: true, typing: true };
    expect(press({ key: 'Enter' }, typing)).toBeNull();
    expect(press({ key: 'Enter', ctrlKey: true }, typing)).toBe('answer');
  });

  test('on a call button Enter presses that button', () => {
    expect(press({ key: 'Enter' }, { ringing: true, pressable: true })).toBeNull();
  });
});

test('letters are found by place, whatever the layout writes', () => {
  expect(press({ code: 'KeyK', key: 'л', ctrlKey: true })).toBe('palette');
  expect(press({ code: 'KeyH', key: 'р', altKey: true }, { typing: true })).toBe('hold');
  expect(press({ code: 'KeyT', key: 'е', altKey: true })).toBe('transfer');
});

test('each screen has its key, the tenth the zero, and the eleventh the one beside it', () => {
  expect(press({ code: 'Digit3', altKey: true })).toBe('screen-3');
  expect(press({ code: 'Digit0', altKey: true })).toBe('screen-10');
  expect(press({ code: 'Minus', altKey: true })).toBe('screen-11');
  const screens = ['desk', 'queues', 'wall', 'people'] as const;
  expect(screens.map(keyOfScreen)).toEqual(['Alt+1', 'Alt+9', 'Alt+0', 'Alt+-']);
});

test('a question mark is help, but not in the middle of a sentence', () => {
  expect(press({ key: '?', shiftKey: true })).toBe('help');
  expect(press({ key: '?', shiftKey: true }, { typing: true })).toBeNull();
});

test('AltGr, which types characters, is no command', () => {
  expect(press({ code: 'KeyH', altKey: true, ctrlKey: true })).toBeNull();
});
