import type { CallSummary as CallRow } from '../../../db/queries/calls.ts';
import type { Listen } from '../../../db/queries/listens.ts';
import type { RecordingRow } from '../../../db/queries/recordings.ts';
import type { Step as CallStep } from '../../../events.ts';
import { type OutgoingRules, refusalOf } from '../../../housing/destinations.ts';
import type { CallDetails, CallSummary, ListenedTo, Operator, Recording } from '../../contract/shapes.ts';
import { isForOperators, presentStep } from './step.ts';

export function presentCall(call: CallRow): CallSummary {
  return {
    id: call.id,
    direction: call.direction,
    hotline: call.hotline,
    number: call.number,
    residentId: call.residentId,
    residentName: call.residentName,
    language: call.language,
    arrivedAt: call.arrivedAt.toISOString(),
    answeredAt: call.answeredAt?.toISOString() ?? null,
    endedAt: call.endedAt?.toISOString() ?? null,
    result: call.result,
    reason: call.reason,
    operatorId: call.operatorId,
    operatorName: call.operatorName,
    disposition: call.disposition,
    note: call.note,
  };
}

/** Where the sound lies on the disk is nobody's business outside. */
export function presentRecording(recording: RecordingRow): Recording {
  return {
    id: recording.id,
    callId: recording.callId,
    state: recording.state,
    startedAt: recording.startedAt.toISOString(),
    durationMs: recording.durationMs,
  };
}

function presentListen({ operatorId, at, what }: Listen): ListenedTo {
  return { operatorId, at: at.toISOString(), what: what === 'recording' ? 'recording' : 'message' };
}

/** @param role of who asks for them; `company`: whom its people may call */
export function presentCallDetails(
  call: CallRow,
  { steps, recordings, listens }: { steps: CallStep[]; recordings: RecordingRow[]; listens: Listen[] },
  role: Operator['role'],
  company: OutgoingRules,
): CallDetails {
  const shown = steps.map(presentStep);
  return {
    ...presentCall(call),
    steps: role === 'operator' ? shown.filter(isForOperators) : shown,
    recordings: recordings.map(presentRecording),
    // Who listens is for those who lead, as it is while the talk goes on.
    listens: role === 'operator' ? [] : listens.map(presentListen),
    refusal: call.number === null ? null : refusalOf(call.number, company),
  };
}
