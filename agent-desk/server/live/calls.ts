import { notesIn } from '../../../db/queries/call-notes.ts';
import type { Step as BusStep } from '../../../events.ts';
import type { CallSummary, Step } from '../../contract/shapes.ts';
import { presentStep } from '../present/step.ts';
import type { Caller, KnownCall } from './world.ts';

/** What a step needs that is not in it. */
export interface StepLookups {
  residentName: string | null;
  operatorName: string | null;
}

/** A call that goes on (or has just ended), folded from its steps. */
export interface LiveCall extends KnownCall {
  /** Set when it was read from the database: steps up to then may be told again by the bus. */
  readAt?: string;
}

/** The call before its first step. */
function newCall(step: BusStep & { kind: 'arrived' }): CallSummary {
  return {
    id: step.callId,
    direction: step.direction,
    hotline: step.hotline,
    number: step.number,
    residentId: null,
    residentName: null,
    language: null,
    arrivedAt: step.at.toISOString(),
    answeredAt: null,
    endedAt: null,
    result: null,
    reason: null,
    operatorId: null,
    operatorName: null,
    disposition: null,
    note: null,
  };
}

/** The call after one more step; undefined when it is not known and this is not its first. */
export function addStep(call: LiveCall | undefined, step: BusStep, found: StepLookups): LiveCall | undefined {
  const before = call?.summary ?? (step.kind === 'arrived' ? newCall(step) : undefined);
  if (!before) return undefined;
  const steps = [...(call?.steps ?? []), presentStep(step)];
  const change = step.kind === 'note' ? { note: notesIn(steps) } : changeOf(step, found);
  const summary = Object.keys(change).length === 0 ? before : { ...before, ...change };
  return { ...call, summary, steps };
}

/** Several people on one number: nobody is named until an operator has asked. */
export function onlyResident({ residentIds }: { residentIds: number[] }): number | null {
  return residentIds.length === 1 ? (residentIds[0] ?? null) : null;
}

function changeOf(step: BusStep, found: StepLookups): Partial<CallSummary> {
  switch (step.kind) {
    case 'identified': {
      const residentId = onlyResident(step);
      return { residentId, residentName: residentId === null ? null : found.residentName };
    }
    case 'answered':
      return { answeredAt: step.at.toISOString() };
    case 'language':
      return { language: step.language };
    case 'connected':
      return { operatorId: step.operatorId, operatorName: found.operatorName };
    case 'disposition':
      return { disposition: step.disposition };
    case 'ended':
      return { endedAt: step.at.toISOString(), result: step.result, reason: step.reason };
    default:
      return {};
  }
}

/** A call that was read from the database has this step already. */
export function hasStep(call: LiveCall, step: BusStep): boolean {
  if (call.readAt === undefined || step.at.toISOString() > call.readAt) return false;
  return indexOfStep(call, step) >= 0;
}

/** A call that was looked up because of this step, as it was before it: the step, and those after it, are told in their turns. */
export function callBefore(call: KnownCall, step: BusStep): KnownCall {
  const at = indexOfStep(call, step);
  return at < 0 ? call : { ...call, steps: call.steps.slice(0, at) };
}

function indexOfStep({ steps }: KnownCall, step: BusStep): number {
  const shown = presentStep(step);
  const same = JSON.stringify(shown);
  return steps.findIndex((one) => one.at === shown.at && JSON.stringify(one) === same);
}

/** Who calls, as the steps say. */
export function callerOf({ summary, steps }: KnownCall): Caller {
  const identified = steps.findLast((step) => step.kind === 'identified') as
    | (Step & Pick<Caller, 'as' | 'residentIds'>)
    | undefined;
  return {
    callId: summary.id,
    number: summary.number,
    as: identified?.as ?? (summary.number === null ? 'anonymous' : 'none'),
    residentIds: identified?.residentIds ?? [],
  };
}
