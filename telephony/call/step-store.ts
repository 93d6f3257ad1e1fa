import { type Database, inTransaction } from '../../db/connect.ts';
import { appendSteps } from '../../db/queries/append-steps.ts';
import { writeNote } from '../../db/queries/call-notes.ts';
import { type CallPatch, insertCalls, patchCall } from '../../db/queries/calls.ts';
import type { Step } from '../../events.ts';
import type { StepStore } from './log.ts';

/** Steps go to call_events; what they say of the call as a whole goes to its row in calls, in the same transaction. */
export function stepStore(db: Database, node: string): StepStore {
  return {
    append: (steps) =>
      inTransaction(db, async (trx) => {
        const patched = patches(steps);
        const arrived = steps.filter((step) => step.kind === 'arrived');
        await insertCalls(
          trx,
          arrived.map(({ callId: id, at: arrivedAt, direction, hotline, number }) => {
            // Most calls are looked up and answered within the moment for which steps are gathered.
            const patch = patched.get(id);
            patched.delete(id);
            return { id, node, direction, hotline, number, arrivedAt, ...patch };
          }),
        );
        await appendSteps(trx, steps);
        for (const [id, patch] of patched) await patchCall(trx, id, patch);
        for (const step of steps) if (step.kind === 'note') await writeNote(trx, step);
      }),
  };
}

/** What these steps change in the rows of their calls, one patch a call. */
export function patches(steps: readonly Step[]): Map<string, CallPatch> {
  const byCall = new Map<string, CallPatch>();
  for (const step of steps) {
    const patch = patchOf(step);
    if (patch) byCall.set(step.callId, { ...byCall.get(step.callId), ...patch });
  }
  return byCall;
}

function patchOf(step: Step): CallPatch | null {
  switch (step.kind) {
    case 'identified':
      // Several people on one number: nobody is named until an operator has asked.
      return { residentId: step.residentIds.length === 1 ? step.residentIds[0] : null };
    case 'answered':
      return { answeredAt: step.at };
    case 'language':
      return { language: step.language };
    case 'connected':
      return { operatorId: step.operatorId };
    case 'disposition':
      return { disposition: step.disposition };
    case 'ended':
      return { endedAt: step.at, result: step.result, reason: step.reason };
    default:
      return null;
  }
}
