import type { Company } from '../../../config/company.ts';
import type { Database } from '../../../db/connect.ts';
import { stepsOfCalls } from '../../../db/queries/call-events.ts';
import { noteOf } from '../../../db/queries/call-notes.ts';
import { findCall } from '../../../db/queries/calls.ts';
import { HolosError } from '../../../errors.ts';
import type { Bus, Step, StepData } from '../../../events.ts';
import type { Requests } from '../../../housing/requests.ts';
import type { Floor } from '../../../ivr/queue/floor.ts';
import type { Operator } from '../../contract/shapes.ts';
import { within } from '../within.ts';
import type { KnownCall } from './world.ts';

export interface CallMarksParts {
  db: Database;
  bus: Bus;
  company: Pick<Company, 'dispositions'>;
  floor: Pick<Floor, 'deskCall' | 'presence'>;
  /** A call that goes on, or has ended not long ago. */
  known: (callId: string) => KnownCall | undefined;
  /** Resolves when the steps told until now are in the database. */
  stepsWritten: () => Promise<void>;
  requests: Pick<Requests, 'linkCall'>;
}

/** By these steps somebody had a call; by the last he was at it because his help was asked for. */
const having = ['connected', 'dialled'] as const;
const beingAtIt = [...having, 'consulted'] as const;

/** A desk waits 8 s for an answer; what is not written by then is told to have failed, though it may be written later. */
const writtenMs = 5_000;

/**
 * What people at desks write at a call beside the talk. Each is a step of the call, also after its end, and is in the
 * database before the desk is told so; said twice it is one.
 */
export class CallMarks {
  readonly #parts: CallMarksParts;

  constructor(parts: CallMarksParts) {
    this.#parts = parts;
  }

  /**
   * What the talk came to. Whoever had the call says it in its wrap-up or later; once it is over a supervisor may, too.
   * @throws HolosError `disposition.unknown`, `call.unknown`, `call.not-yours`; `desk.not-now` while it goes on
   */
  async dispose(operator: Operator, callId: string, disposition: string): Promise<void> {
    const { company, known } = this.#parts;
    if (!company.dispositions.some(({ id }) => id === disposition))
      throw new HolosError('disposition.unknown', 'The company has no such disposition.', { disposition });
    if (!this.#isWrappedUpBy(operator, callId)) {
      const { endedAt } = await this.#callOf(operator, callId, having);
      if (endedAt === null) throw new HolosError('desk.not-now', 'This call goes on.', { callId });
    }
    const isSaid = known(callId)?.summary.disposition === disposition;
    await this.#write(callId, isSaid ? null : { kind: 'disposition', operatorId: operator.id, disposition });
  }

  /**
   * What this operator notes of the call, in place of what he had noted; empty: he takes it back.
   * @throws HolosError `call.unknown`, `call.not-yours`
   */
  async note(operator: Operator, callId: string, text: string): Promise<void> {
    await this.demandMayWrite(operator, callId);
    const isSaid = (await within(writtenMs, this.#notedBy(operator, callId))) === text;
    await this.#write(callId, isSaid ? null : { kind: 'note', operatorId: operator.id, text });
  }

  /**
   * The call is about a request that was there already.
   * @throws HolosError `call.unknown`, `call.not-yours`, `request.unknown`; `request.not-now` where nothing is to be done any more
   */
  async link(operator: Operator, callId: string, requestId: number): Promise<void> {
    const { known, requests } = this.#parts;
    await this.demandMayWrite(operator, callId);
    const { number, isNew } = await requests.linkCall({ requestId, callId, operatorId: operator.id });
    const isSaid = known(callId)?.steps.some(
      (step) => step.kind === 'request-linked' && step.requestId === requestId,
    );
    const step = { kind: 'request-linked', operatorId: operator.id, requestId, number } as const;
    await this.#write(callId, (isSaid ?? !isNew) ? null : step);
  }

  /**
   * Whoever has or had the call may write at it, and whose help was asked for; who leads, at any.
   * @throws HolosError `call.unknown`, `call.not-yours`
   */
  async demandMayWrite(operator: Operator, callId: string): Promise<void> {
    const { floor } = this.#parts;
    if (floor.deskCall(operator.id)?.callId === callId || this.#isWrappedUpBy(operator, callId)) return;
    await this.#callOf(operator, callId, beingAtIt);
  }

  /** What he has noted of a call, which may have ended long before the desks were read. */
  async #notedBy({ id }: Operator, callId: string): Promise<string> {
    const { db, stepsWritten } = this.#parts;
    await stepsWritten();
    return noteOf(db, callId, id);
  }

  #isWrappedUpBy({ id }: Operator, callId: string): boolean {
    return this.#parts.floor.presence(id).wrapUpCall?.callId === callId;
  }

  /** A call that is his by one of these steps, or any for who leads. */
  async #callOf({ id, role }: Operator, callId: string, by: typeof beingAtIt | typeof having) {
    const { db, stepsWritten } = this.#parts;
    await within(writtenMs, stepsWritten());
    const [call, steps] = await Promise.all([findCall(db, callId), stepsOfCalls(db, [callId], by)]);
    if (!call) throw new HolosError('call.unknown', 'There is no such call.', { callId });
    const his = steps.get(callId)?.some((step) => names(step, id));
    if (!his && role === 'operator')
      throw new HolosError('call.not-yours', 'Another operator had this call.', { callId });
    return call;
  }

  async #write(callId: string, step: StepData | null): Promise<void> {
    const { bus, stepsWritten } = this.#parts;
    if (step) bus.emit('step', { ...step, callId, at: new Date() });
    await within(writtenMs, stepsWritten());
  }
}

function names(step: Step, operatorId: number): boolean {
  const asked = 'with' in step && 'operatorId' in step.with ? step.with.operatorId : null;
  return asked === operatorId || ('operatorId' in step && step.operatorId === operatorId);
}
