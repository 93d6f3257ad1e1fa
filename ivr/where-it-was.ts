import type { CallSummary } from '../db/queries/calls.ts';
import type { Step } from '../events.ts';
import { Answers } from '../telephony/call/answers.ts';
import type { Unfinished } from './take-up-calls.ts';

/** Where a call without an end was, by its steps: in a menu, waiting, or talking. Pure, so that a restart can be tested. */
export function whereItWas(call: CallSummary, steps: readonly Step[]): Unfinished {
  let waiting: Unfinished['waiting'] = null;
  let talkingSince: Date | null = null;
  let flow: string | null = null;
  let residentIds: readonly number[] = [];
  let calledBack = false;
  let recordingOffBy: number | null = null;
  const answers = new Answers();
  for (const step of steps) {
    if (step.kind === 'waiting')
      waiting = {
        queue: step.queue,
        since: step.sinceMs === undefined ? step.at : new Date(step.sinceMs),
        emergency: step.emergency === true,
      };
    if (step.kind === 'called-back') calledBack = true;
    if (step.kind === 'connected') {
      waiting = null;
      talkingSince = step.at;
    }
    if (step.kind === 'left-operator') talkingSince = null;
    if (step.kind === 'recording-off') recordingOffBy = step.operatorId;
    if (step.kind === 'recording-on') recordingOffBy = null;
    if (step.kind === 'identified') residentIds = step.residentIds;
    if (step.kind === 'noted') answers.set(step.name, step.value);
    if (step.kind === 'flow') {
      flow = step.flow;
      // The menu begins anew: what was answered in a flow before is over.
      if (flow === 'mainMenu') answers.forget();
    }
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
    residentIds,
    answers: answers.all,
    flow,
    waiting,
    talkingSince,
    calledBack,
    recordingOffBy,
  };
}
