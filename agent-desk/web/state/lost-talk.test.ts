import { beforeEach, expect, test, vi } from 'vitest';
import type { DeskCall, DeskState } from './contract.ts';
import { lostTalk } from './lost-talk.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    },
  });
  return () => vi.unstubAllGlobals();
});

const talk = { callId: 'n1-7', stage: 'talking', colleague: null, askedBy: null };
/** What a desk is told: the state of its operator, and her call. */
function told(state: string, call: Partial<DeskCall> | null = null, id = 1): string | null {
  return lostTalk({ me: { id, state }, call } as unknown as DeskState)?.callId ?? null;
}

test('whose talk has gone without a wrap-up has lost it, and is told once', () => {
  expect(told('talking', talk as Partial<DeskCall>)).toBeNull();
  expect(told('talking', { ...talk, stage: 'returning' } as Partial<DeskCall>)).toBeNull();
  expect(told('paused')).toBe('n1-7');
  expect(told('paused')).toBeNull();
});

test('after a talk that has ended comes its wrap-up: nothing is said', () => {
  told('talking', talk as Partial<DeskCall>);
  expect(told('talking')).toBeNull();
  expect(told('wrap-up')).toBeNull();
  expect(told('ready')).toBeNull();
});

test('neither of a word with a colleague, of helping one, nor of the talk of who sat here before', () => {
  for (const other of [{ colleague: 3 }, { askedBy: 3 }]) {
    told('talking', { ...talk, ...other } as Partial<DeskCall>);
    expect(told('paused')).toBeNull();
  }
  told('talking', talk as Partial<DeskCall>, 2);
  expect(told('paused')).toBeNull();
});
