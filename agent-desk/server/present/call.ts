import type { CallSummary as CallRow } from '../../../db/queries/calls.ts';
import type { RecordingRow } from '../../../db/queries/recordings.ts';
import type { Step as CallStep } from '../../../events.ts';
import type { CallDetails, CallSummary, Recording } from '../../contract/shapes.ts';
import { presentStep } from './step.ts';

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

export function presentCallDetails(
  call: CallRow,
  steps: CallStep[],
  recordings: RecordingRow[],
): CallDetails {
  return {
    ...presentCall(call),
    steps: steps.map(presentStep),
    recordings: recordings.map(presentRecording),
  };
}
