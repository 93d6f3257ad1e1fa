import { expect, test } from 'vitest';
import type { Telephone } from '../../telephony/call/leg.ts';
import { owesDisposition, type TalkEnd, toldOf } from './talk-end.ts';

const to = {} as Telephone;

test.each<[TalkEnd, boolean]>([
  [{ kind: 'operator-ended' }, true],
  [{ kind: 'operator-lost' }, false],
  [{ kind: 'transferred', to: { queue: 'requests' } }, false],
  [{ kind: 'transferred', to: { operatorId: 2 } }, false],
  [{ kind: 'transferred', to: { number: '+380671234500' } }, true],
  [{ kind: 'handed-over', to, who: { operatorId: 2 } }, false],
  [{ kind: 'handed-over', to, who: { number: '+380671234500' } }, true],
])(
  'whoever hands a call on within the company leaves it to the next one to say what it came to: %j',
  (end, owes) => {
    expect(owesDisposition(end)).toBe(owes);
  },
);

test('a supervisor is told who has ended the talk that he was at: the call, where that is over', () => {
  const transferred: TalkEnd = { kind: 'transferred', to: { queue: 'requests' } };
  expect(toldOf(transferred, null)).toBe('handed-on');
  expect(toldOf({ kind: 'operator-lost' }, null)).toBe('operator-lost');
  expect(toldOf(transferred, 'caller-hung-up')).toBe('caller-left');
  expect(toldOf({ kind: 'operator-ended' }, 'shutdown')).toBe('call-over');
});
