import { HolosError } from '../../errors.ts';
import type { Bus, SuperviseEnd, SuperviseHow, SupervisingState } from '../../events.ts';
import { phoneOfSideRoom } from '../../telephony/call/side-room.ts';
import { Supervising, type SupervisingParts } from './supervising.ts';
import type { Talk } from './talk.ts';
import type { Talks } from './talks.ts';

export interface SupervisionsParts extends Omit<SupervisingParts, 'changed'> {
  bus: Bus;
  talks: Talks;
  /** Whether this call goes on. */
  isLive: (callId: string) => boolean;
}

/** Supervisors at talks, one at a talk, and each at one only. Whether somebody may supervise is asked before. */
export class Supervisions {
  readonly #bySupervisor = new Map<number, Supervising>();
  readonly #parts: SupervisionsParts;
  readonly #stopListening: () => void;
  /** Why those were let out of a talk whom nothing has led to another one since. */
  readonly #ended = new Map<number, SuperviseEnd>();

  constructor(parts: SupervisionsParts) {
    this.#parts = parts;
    // Who goes home, or is sent to pause, supervises no more.
    this.#stopListening = parts.bus.on('operator', ({ operatorId, state }) => {
      if (state !== 'supervising') this.#bySupervisor.get(operatorId)?.end();
    });
  }

  of(supervisorId: number): SupervisingState | null {
    return this.#bySupervisor.get(supervisorId)?.state ?? null;
  }

  /** Why he is at a talk no more, where he has not left it himself. */
  endedOf(supervisorId: number): SuperviseEnd | null {
    return this.#ended.get(supervisorId) ?? null;
  }

  /** He was at a talk when an earlier controller died; it goes on without him. */
  wasInterrupted(supervisorId: number): void {
    this.#tell(supervisorId, null, 'interrupted');
  }

  /**
   * Begins, or changes how; one who is at another talk leaves that.
   * @throws HolosError `call.unknown`, `desk.not-now`, `desk.no-microphone`, `supervise.taken` where another supervisor is
   */
  async supervise(supervisorId: number, callId: string, how: SuperviseHow): Promise<void> {
    const current = this.#bySupervisor.get(supervisorId);
    if (current?.talk.call.id === callId && !current.isOver) return current.change(how);
    const talk = this.#talkFor(supervisorId, callId, how);
    if (current?.isOver) throw notNow('the supervising before it is just ending', { callId });
    this.#demandPhone(supervisorId);
    const { operators } = this.#parts;
    if (!current) operators.change(supervisorId, 'supervises');
    else {
      current.end({ movesOn: true });
      await current.done;
      if (operators.of(supervisorId).state !== 'supervising') {
        operators.supervisingIsOver(supervisorId);
        this.#tell(supervisorId, null, null);
        throw notNow('he has gone home in between', { callId });
      }
    }
    this.#begin(talk, supervisorId, how);
  }

  async end(supervisorId: number): Promise<void> {
    const supervising = this.#bySupervisor.get(supervisorId);
    if (!supervising) throw notNow('nothing is supervised', { operatorId: supervisorId });
    supervising.end();
    await supervising.done;
  }

  /** @throws HolosError `desk.not-now` for a talk that he does not hear yet */
  async takeOver(supervisorId: number, callId: string): Promise<void> {
    const supervising = this.#bySupervisor.get(supervisorId);
    if (supervising?.talk.call.id !== callId) throw notNow('this talk is not supervised', { callId });
    await supervising.takeOver();
  }

  /**
   * Whether this is the ear or the bridge of a supervisor's phone with which nobody supervises: since an earlier controller died, or
   * since Asterisk could not be told of the end.
   */
  isLeftOver(id: string): boolean {
    const phoneId = phoneOfSideRoom(id);
    return phoneId !== null && ![...this.#bySupervisor.values()].some((one) => one.isWith(phoneId));
  }

  close(): void {
    this.#stopListening();
  }

  #begin(talk: Talk, supervisorId: number, how: SuperviseHow): void {
    const changed: SupervisingParts['changed'] = (...told) => this.#tell(supervisorId, ...told);
    const supervising = new Supervising(talk, supervisorId, how, { ...this.#parts, changed });
    this.#bySupervisor.set(supervisorId, supervising);
    void supervising.done.then(() => {
      if (this.#bySupervisor.get(supervisorId) === supervising) this.#bySupervisor.delete(supervisorId);
    });
  }

  #tell(supervisorId: number, supervising: SupervisingState | null, ended: SuperviseEnd | null): void {
    if (ended) this.#ended.set(supervisorId, ended);
    else this.#ended.delete(supervisorId);
    this.#parts.bus.emit('supervising', { supervisorId, supervising, ended });
  }

  #talkFor(supervisorId: number, callId: string, how: SuperviseHow): Talk {
    const { talks, isLive } = this.#parts;
    const talk = talks.ofCall(callId);
    if (!talk && !isLive(callId))
      throw new HolosError('call.unknown', 'this call does not go on', { callId });
    if (!talk) throw notNow('nobody talks in this call', { callId });
    const other = [...this.#bySupervisor.values()].find((one) => one.talk === talk && !one.isOver);
    if (other && other.supervisorId !== supervisorId)
      throw new HolosError('supervise.taken', 'another supervisor is at this talk', { callId });
    if (how === 'join' && !talk.mayBeJoined) throw notNow('the operator is not with the caller', { callId });
    return talk;
  }

  /** It must be able to ring, and to pick up: a browser does not without a microphone. */
  #demandPhone(operatorId: number): void {
    const { state } = this.#parts.operators.phone(operatorId);
    if (state === 'no-microphone')
      throw new HolosError('desk.no-microphone', 'the desk has no microphone', { operatorId });
    if (state !== 'registered') throw notNow('the phone of this desk cannot ring', { operatorId });
  }
}

function notNow(why: string, details: Record<string, unknown>): HolosError {
  return new HolosError('desk.not-now', why, details);
}
