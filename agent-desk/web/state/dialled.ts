import { z } from 'zod';
import type { DeskState } from './contract.ts';
import { forget, keep, readKept } from './kept.ts';

/** A call that this operator makes, and that nobody has picked up yet. */
const dialledCall = z.object({ operatorId: z.number(), callId: z.string(), isInternal: z.boolean() });
type Dialled = z.infer<typeof dialledCall>;

/** It outlives the page, so that whoever closes it meanwhile hears what came of the call. No number is kept: the list of calls has it. */
const key = 'dialled';

/** What the desk knew of it before this state; and keeps it for the next. Null: nothing was dialled. */
export function dialledBefore({ me, call }: Pick<DeskState, 'me' | 'call'>): Dialled | null {
  const before = readKept('localStorage', key, dialledCall);
  if (call?.stage === 'dialling')
    keep('localStorage', key, {
      operatorId: me.id,
      callId: call.callId,
      isInternal: call.colleague !== null,
    } satisfies Dialled);
  else if (before) forget('localStorage', key);
  return before?.operatorId === me.id ? before : null;
}

/** Whether nothing came of it: it is on the desk no more, and nobody was talked to, as far as is known; also where it broke off. */
export function wasInVain({ callId }: Dialled, { call, calls }: Pick<DeskState, 'call' | 'calls'>): boolean {
  if (call !== null) return false;
  return calls.find(({ id }) => id === callId)?.result !== 'talked';
}
