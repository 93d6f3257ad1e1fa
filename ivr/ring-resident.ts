import { callerNumber } from '../config/calling-hotline.ts';
import type { Company } from '../config/company.ts';
import type { StepData } from '../events.ts';
import type { Logger } from '../log.ts';
import type { Call } from '../telephony/call/call.ts';
import type { CallParts } from '../telephony/call/call-parts.ts';
import { callOut, type OutgoingCall } from '../telephony/call/outgoing.ts';
import { inTime } from './in-time.ts';
import type { Known } from './who-calls.ts';

const ringMs = 30_000;

export interface RingParts extends CallParts {
  company: Company;
  /** Who has this number, by what is on record. */
  identify: (number: string | null) => Promise<Known>;
  /** The dial string for a number: which trunk it goes out by. */
  endpointFor: (number: string) => string;
  log: Logger;
}

type Ringing = Pick<OutgoingCall, 'number' | 'hotline' | 'language'> & { callId: string; why: StepData };

/**
 * Rings a resident with the number of a hotline. Who he is, is looked up meanwhile; who picks up does not wait for it: he is known as soon
 * as it has come out. `known` is told when it has.
 * @returns null when he was not reached. @throws the signal's reason
 */
export async function ringResident(
  { callId, why, ...whom }: Ringing,
  parts: RingParts,
  signal: AbortSignal,
  known: () => void = () => undefined,
): Promise<Call | null> {
  const { bus, company } = parts;
  const endpoint = parts.endpointFor(whom.number);
  const ringing = callOut(
    { ...whom, endpoint, callerNumber: callerNumber(company, whom.hotline), ringMs },
    parts,
    signal,
    callId,
  );
  const step = (data: StepData) => bus.emit('step', { ...data, callId, at: new Date() });
  step(why);
  let call: Call | undefined;
  let isOver = false;
  let residentIds: readonly number[] = [];
  const isKnown = (found: Known) => {
    if (isOver || call?.signal.aborted) return;
    residentIds = found.residentIds;
    if (call) call.residentIds = residentIds;
    step({ kind: 'identified', as: found.as, residentIds: found.residentIds });
    known();
  };
  // It rings all the same: who he is can be asked.
  const failed = (error: unknown) =>
    parts.log.error({ err: error, callId }, 'one who is called could not be looked up');
  const identified = inTime(() => parts.identify(whom.number).then(isKnown), undefined, failed);
  try {
    const reached = await ringing;
    if ('call' in reached) call = reached.call;
  } finally {
    isOver = !call;
  }
  if (!call) return null;
  await identified;
  call.residentIds = residentIds;
  return call;
}
