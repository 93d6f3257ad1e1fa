import type { Step } from '../../../events.ts';
import { isForOperators } from '../present/step.ts';
import { addStep, callBefore, hasStep, type LiveCall, onlyResident, type StepLookups } from './calls.ts';
import type { Change, Look } from './change.ts';
import { isCallOf, type LiveState } from './state.ts';
import { countStep } from './today.ts';
import type { Caller, KnownCall } from './world.ts';

/**
 * A step of a call: told to all when the call's line in the list changes, and to the desk where the call stands.
 * @param again takes the step anew, after the others, where its call was forgotten before its turn came; absent: it is taken anew
 */
export function onStep(live: LiveState, step: Step, look: Look, again?: () => void): Change<Found> {
  const known = live.callers.has(step.callId);
  noteCaller(live, step);
  return {
    look: lookUp(live, step, known, look),
    change: (found) => {
      if (found.call && !live.calls.has(step.callId)) live.know(found.call);
      const before = live.calls.get(step.callId);
      if (!before && known && step.kind !== 'arrived') return again?.();
      if (before && hasStep(before, step)) return;
      const after = addStep(before, step, found);
      if (!after) return;
      live.calls.set(step.callId, after);
      const isOther = after.summary !== before?.summary;
      if (isOther && isListed(live, step, after)) live.boards.tellAll({ type: 'call', call: after.summary });
      // The day's figures were read together with the end of a call that was forgotten meanwhile.
      if (again) showCounts(live, before, step);
      showWhereItWaits(live, step);
      showOnDesks(live, step, after);
      if (isOther && after.summary.endedAt !== null) showAsEarlier(live, after);
      if (step.kind === 'ended') live.ended(step.callId);
    },
  };
}

/** What is said of a call after its end brings no call of another day into the list of today. */
function isListed(live: LiveState, step: Step, { summary }: LiveCall): boolean {
  if (summary.endedAt === null || step.kind === 'ended') return true;
  return live.boards.shared.calls.some(({ id }) => id === summary.id);
}

/** Runs at once, before the step's turn: a card is looked up as soon as somebody waits. */
function noteCaller(live: LiveState, step: Step): void {
  if (step.kind === 'arrived') {
    const { callId, number } = step;
    live.callers.set(callId, { callId, number, as: number === null ? 'anonymous' : 'none', residentIds: [] });
  }
  const caller: Caller | undefined = live.callers.get(step.callId);
  if (!caller) return;
  if (step.kind === 'identified') {
    live.callers.set(step.callId, { ...caller, as: step.as, residentIds: step.residentIds });
  }
  if (step.kind === 'waiting') live.cards.prefetch(caller);
}

/** A card that was looked up before the caller was known is looked up again. */
async function renewCard(live: LiveState, step: Step, look: Look): Promise<void> {
  const caller = live.callers.get(step.callId);
  if (step.kind !== 'identified' || !caller || !live.cards.has(step.callId)) return;
  await look(live.cards.of(caller), undefined);
}

interface Found extends StepLookups {
  /** Of a call that was not known here. */
  call: KnownCall | null;
}

async function lookUp(live: LiveState, step: Step, known: boolean, look: Look): Promise<Found> {
  const { world } = live.parts;
  const residentId = step.kind === 'identified' ? onlyResident(step) : null;
  const [call, residentName, operatorName] = await Promise.all([
    known || step.kind === 'arrived' ? null : look(world.call(step.callId), null),
    residentId === null ? null : look(world.residentName(residentId), null),
    step.kind === 'connected' ? nameOfOperator(live, step.operatorId, look) : null,
    renewCard(live, step, look),
  ]);
  return { call: call && callBefore(call, step), residentName, operatorName };
}

async function nameOfOperator(live: LiveState, id: number, look: Look): Promise<string | null> {
  const operator = live.operators.get(id) ?? (await look(live.parts.world.operator(id), null));
  return operator?.name ?? null;
}

function showCounts(live: LiveState, before: LiveCall | undefined, step: Step): void {
  const today = countStep(live.today, before, step, live.midnight);
  if (today === live.today) return;
  live.today = today;
  live.boards.tellToday();
}

function showWhereItWaits(live: LiveState, step: Step): void {
  if (step.kind !== 'identified' && step.kind !== 'arrived') return;
  for (const [queue, waiting] of live.waiting) {
    if (waiting.some(({ callId }) => callId === step.callId)) live.showLine(queue);
  }
}

function showOnDesks(live: LiveState, step: Step, { steps }: LiveCall): void {
  const operators = live.boards.operatorsAt(step.callId);
  if (operators.length === 0) return;
  if (changesCall.has(step.kind)) {
    live.showAgain(step.callId);
    return;
  }
  const shown = steps.at(-1);
  for (const operatorId of operators) {
    if (shown && isForOperators(shown))
      live.boards.tell(operatorId, { type: 'my-call-step', callId: step.callId, step: shown });
  }
}

/** After these the call on the desk is another, not only longer. */
const changesCall = new Set<Step['kind']>(['arrived', 'identified', 'language']);

/** An ended call is an earlier call of whoever is on a desk with the same resident or number. */
function showAsEarlier(live: LiveState, { summary }: LiveCall): void {
  for (const [callId, caller] of live.callers) {
    if (callId !== summary.id && isCallOf(caller, summary)) live.showAgain(callId);
  }
}
