import { expect, test } from 'vitest';
import type { CallSummary, DeskCall } from './contract.ts';
import { wasInVain } from './dialled.ts';

const dialled = { operatorId: 1, callId: 'n1-7', isInternal: false };
const ended = (result: string | null) => [{ id: 'n1-7', result } as CallSummary];

test('nothing came of a call that is on the desk no more and whose resident was not reached, never rung, or rung when the controller died', () => {
  expect(wasInVain(dialled, { call: null, calls: ended('unreached') })).toBe(true);
  expect(wasInVain(dialled, { call: null, calls: ended('failed') })).toBe(true);
  expect(wasInVain(dialled, { call: null, calls: ended(null) })).toBe(true);
  expect(wasInVain(dialled, { call: null, calls: [] })).toBe(true);
});

test('one that goes on, or that a resident has picked up, was not in vain', () => {
  const call = { callId: 'n1-7', stage: 'talking' } as DeskCall;
  expect(wasInVain(dialled, { call, calls: [] })).toBe(false);
  expect(wasInVain(dialled, { call: null, calls: ended('talked') })).toBe(false);
});
