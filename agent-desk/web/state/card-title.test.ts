import { expect, test } from 'vitest';
import { cardTitle } from './card-title.ts';
import type { DeskState } from './contract.ts';

const call = { callId: 'n1-7' };
const line = (...callIds: string[]) =>
  ({ queues: [{ waiting: callIds.map((callId) => ({ callId })) }] }) as unknown as DeskState;

test.each([
  ['a call that goes on', false, line(), 'this.title'],
  ['a call that has ended', true, line('n1-8'), 'this.last'],
  ['one whose caller stands in the line again', true, line('n1-8', 'n1-7'), 'this.waits'],
  ['one of which nothing is known yet', true, null, 'this.last'],
])('%s', (_, ended, state, title) => {
  expect(cardTitle({ call, ended }, state)).toBe(title);
});
