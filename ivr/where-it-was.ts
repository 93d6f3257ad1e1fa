import type { Language } from '../config/company.ts';
import type { CallSummary } from '../db/queries/calls.ts';
import type { Step } from '../events.ts';
import { Answers } from '../telephony/call/answers.ts';
import { afterLanguage, type LoggedFlow, takingUp } from './flows/again.ts';
import { nowhere, type SentTo, sentTo } from './queue/move.ts';
import type { Unfinished } from './take-up-calls.ts';

/**
 * Where a call without an end was, by its steps: in a menu, waiting, or talking. Pure, so that a restart can be tested.
 * @param firstLanguage of its hotline, for a call that has chosen none
 */
export function whereItWas(
  call: CallSummary,
  steps: readonly Step[],
  firstLanguage: Language,
): Omit<Unfinished, 'knownUntil'> {
  let waiting: Unfinished['waiting'] = null;
  let sent: SentTo = nowhere;
  let talked: Unfinished['talked'] = null;
  let talkingSince: Date | null = null;
  let flow: LoggedFlow | null = null;
  let residentIds: readonly number[] = [];
  let calledBack = false;
  let isPromised = false;
  let recordingOffBy: number | null = null;
  let talkingTo: number | null = null;
  let hasTalked = false;
  let supervisedBy: number | null = null;
  let asked: Unfinished['asked'] = null;
  const answers = new Answers();
  for (const step of steps) {
    if (step.kind === 'waiting')
      waiting = {
        queue: step.queue,
        since: step.sinceMs === undefined ? step.at : new Date(step.sinceMs),
        emergency: step.emergency === true,
      };
    if (step.kind === 'waiting') isPromised = false;
    if (step.kind === 'callback-promised') isPromised = true;
    if (step.kind === 'moved') sent = sentTo(step.to, step.at.getTime(), sent);
    if (step.kind === 'called-back' || step.kind === 'dialled') calledBack = true;
    if (step.kind === 'connected') {
      if (waiting)
        talked = { queue: waiting.queue, sinceMs: waiting.since.getTime(), emergency: waiting.emergency };
      waiting = null;
      sent = nowhere;
      talkingSince = step.at;
    }
    if (step.kind === 'connected' || step.kind === 'taken-over') talkingTo = step.operatorId;
    if (isTalk(step)) hasTalked = true;
    if (step.kind === 'left-operator') talkingSince = null;
    if (step.kind === 'supervised') supervisedBy = step.supervisorId;
    if (step.kind === 'supervise-ended' || step.kind === 'taken-over') supervisedBy = null;
    if (step.kind === 'consulted') asked = step.with;
    if (step.kind === 'consult-ended') asked = null;
    if (step.kind === 'recording-off') recordingOffBy = step.operatorId;
    if (step.kind === 'recording-on') recordingOffBy = null;
    if (step.kind === 'identified') residentIds = step.residentIds;
    if (step.kind === 'noted') answers.set(step.name, step.value);
    // The question of the language is answered: what comes next has only not begun.
    if (step.kind === 'language' && flow) flow = afterLanguage(flow) ?? flow;
    if (step.kind === 'flow') {
      // Another flow than the line: the caller has left it.
      if (step.flow !== 'operator') waiting = null;
      // He stands where he was sent until he has left the line for good: a change of the language costs no place.
      if (step.flow === 'mainMenu') sent = nowhere;
      if (!takingUp.includes(step.flow)) flow = step;
      // The menu begins anew: what was answered in a flow before is over.
      if (step.flow === 'mainMenu') answers.forget();
    }
  }
  return {
    id: call.id,
    direction: call.direction,
    hotline: call.hotline,
    number: call.number,
    language: call.language ?? firstLanguage,
    arrivedAt: call.arrivedAt,
    residentIds,
    answers: answers.all,
    flow: flow && { flow: flow.flow, ...(flow.given && { given: flow.given }) },
    waiting: waiting && { ...waiting, ...sent },
    talked,
    talkingSince,
    talkingTo,
    hasTalked,
    supervisedBy,
    asked,
    calledBack,
    isPromised,
    recordingOffBy,
  };
}

/** Somebody is on the telephone with the caller from this step on: an operator, or whoever has picked up outside. */
function isTalk(step: Step): boolean {
  if (step.kind === 'duty' || step.kind === 'outside') return step.how === 'connected';
  return step.kind === 'connected';
}
