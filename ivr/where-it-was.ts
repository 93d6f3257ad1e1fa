import type { CallSummary } from '../db/queries/calls.ts';
import type { Step } from '../events.ts';
import type { Unfinished } from './take-up-calls.ts';

/** Where a call without an end was, by its steps: in a menu, waiting, or talking. Pure, so that a restart can be tested. */
export function whereItWas(call: CallSummary, steps: readonly Step[]): Unfinished {
  let waiting: Unfinished['waiting'] = null;
  let talkingSince: Date | null = null;
  for (const step of steps) {
    if (step.kind === 'waiting') waiting = { queue: step.queue, since: step.at };
    if (step.kind === 'connected') {
      waiting = null;
      talkingSince = step.at;
    }
    if (step.kind === 'left-operator') talkingSince = null;
    // Another flow than the line: the caller has left it.
    if (step.kind === 'flow' && step.flow !== 'operator') waiting = null;
  }
  return {
    id: call.id,
    direction: call.direction,
    hotline: call.hotline,
    number: call.number,
    language: call.language ?? 'uk',
    arrivedAt: call.arrivedAt,
    waiting,
    talkingSince,
  };
}
