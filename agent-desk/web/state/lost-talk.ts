import { z } from 'zod';
import type { DeskState } from './contract.ts';
import { forget, keep, readKept } from './kept.ts';

/** A talk that this operator leads. */
const talk = z.object({ operatorId: z.number(), callId: z.string() });
type Talk = z.infer<typeof talk>;

/** It outlives the page, so that whoever was away for too long is told what became of it, also after a reload. */
const key = 'talk';

/** After every talk comes its wrap-up; the call leaves the desk a moment before that. */
const isAfterTalk: ReadonlySet<string> = new Set(['talking', 'wrap-up']);

/** The talk that was on this desk before this state, and is so no more, without an end that its operator has seen. Keeps what there is for the next state. */
export function lostTalk({ me, call }: Pick<DeskState, 'me' | 'call'>): Talk | null {
  const before = readKept('localStorage', key, talk);
  const isLed = call !== null && call.colleague === null && call.askedBy === null;
  if (isLed && (call.stage === 'talking' || call.stage === 'returning')) {
    keep('localStorage', key, { operatorId: me.id, callId: call.callId } satisfies Talk);
    return null;
  }
  if (!before || before.callId === call?.callId || (call === null && me.state === 'talking')) return null;
  forget('localStorage', key);
  return before.operatorId === me.id && !isAfterTalk.has(me.state) ? before : null;
}

/** Whether that caller stands in the line again. */
export function waitsAgain({ callId }: Pick<Talk, 'callId'>, { queues }: Pick<DeskState, 'queues'>): boolean {
  return queues.some(({ waiting }) => waiting.some((one) => one.callId === callId));
}
