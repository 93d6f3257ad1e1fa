import { HolosError } from '../../errors.ts';
import type { TransferTo } from '../../events.ts';
import type { Role } from '../../housing/destinations.ts';
import type { Logger } from '../../log.ts';
import { DeskPhones, type DeskPhonesParts } from './desk-phones.ts';
import type { Floor } from './floor.ts';
import type { InternalTalks } from './internal-talks.ts';
import type { WaitingLine } from './line.ts';
import type { DeskAnswers } from './offer.ts';
import type { Operators } from './operators.ts';
import type { OutgoingTalks } from './outgoing-talk.ts';
import { setState } from './set-state.ts';
import type { Supervisions } from './supervisions.ts';
import type { Talks } from './talks.ts';

/** What desks say to offers: heard by the offer that is under way for that operator and call, by nobody otherwise. */
export class Answers implements DeskAnswers {
  readonly #cardShown = new Map<string, () => void>();
  readonly #rejected = new Map<string, () => void>();

  onCardShown(operatorId: number, callId: string, listener: () => void): () => void {
    return put(this.#cardShown, key(operatorId, callId), listener);
  }

  onReject(operatorId: number, callId: string, listener: () => void): () => void {
    return put(this.#rejected, key(operatorId, callId), listener);
  }

  cardShown(operatorId: number, callId: string): void {
    this.#cardShown.get(key(operatorId, callId))?.();
  }

  reject(operatorId: number, callId: string): void {
    this.#rejected.get(key(operatorId, callId))?.();
  }
}

function key(operatorId: number, callId: string): string {
  return `${operatorId}/${callId}`;
}

function put(map: Map<string, () => void>, name: string, listener: () => void): () => unknown {
  map.set(name, listener);
  // A call back hands its operator on to the offer of the same call, which listens before the call back has ended.
  return () => map.get(name) === listener && map.delete(name);
}

/** The floor as the desks see it. */
export function openFloor(parts: {
  operators: Operators;
  line: WaitingLine;
  talks: Talks;
  supervisions: Supervisions;
  answers: Answers;
  /** The number as it may be dialled by this role. @throws HolosError `desk.number-refused` */
  mayCall: (role: Role, number: string) => string;
  outgoing: Pick<OutgoingTalks<unknown>, 'begin' | 'stop'>;
  internal: Pick<InternalTalks, 'begin' | 'end'>;
  phones: DeskPhonesParts['phones'];
  log: Logger;
  /** The hotline whose number residents see who are called: the one that the desk names, or the usual one where the company has none of that name. */
  callingHotline: (named: string | null) => string;
}): Floor & { close(): void } {
  const { operators, line, talks, supervisions, answers, outgoing, internal } = parts;
  const permitted = <T extends TransferTo>(role: Role, to: T): T =>
    'number' in to ? { ...to, number: parts.mayCall(role, to.number) } : to;
  const demandFree = (operatorId: number) => {
    if (!operators.isFree(operatorId))
      throw new HolosError('desk.colleague-busy', 'this colleague is not free', { operatorId });
  };
  const phone: Floor['phone'] = (id, state) => {
    operators.setPhone(id, state);
    line.match();
  };
  const deskPhones = new DeskPhones(parts, phone);
  return {
    presences: () => operators.all(),
    presence: (id) => operators.of(id),
    deskCall: (id) => operators.desk(id),
    waiting: () => line.waiting(),
    supervising: (id) => supervisions.of(id),
    superviseEnded: (id) => supervisions.endedOf(id),
    deskOpened(id, kind = 'browser', isBack = false) {
      operators.opened(id, kind, isBack);
      void deskPhones.opened(id);
    },
    deskLost: (id) => operators.lost(id),
    deskClosed: (id) => operators.closed(id),
    lockedOut: (id) => operators.lockedOut(id),
    phone,
    phoneState: (id) => operators.phone(id).state,
    ready(id) {
      // Nobody would hear him: the desk says so and how to mend it, instead of waiting for calls that cannot come.
      if (operators.phone(id).state === 'no-microphone')
        throw new HolosError('desk.no-microphone', 'the desk has no microphone', { operatorId: id });
      operators.demandDisposition(id);
      operators.change(id, 'ready');
    },
    pause(id, reason) {
      operators.demandDisposition(id);
      operators.change(id, 'pause', { reason });
    },
    wrappedUp(id) {
      operators.demandDisposition(id);
      operators.change(id, 'wrapped-up');
    },
    prolongWrapUp: (id) => operators.prolongWrapUp(id),
    cardShown: (id, callId) => answers.cardShown(id, callId),
    reject: (id, callId) => answers.reject(id, callId),
    hold: (id, callId, on) => talks.get(id, callId).hold(on),
    async end(id, callId) {
      if (!internal.end(id, callId) && !outgoing.stop(id, callId)) talks.end(id, callId);
    },
    leave: (id, callId) => talks.leave(id, callId),
    call(id, number, hotline, role) {
      const permittedNumber = parts.mayCall(role, number);
      operators.demandDisposition(id);
      outgoing.begin(id, { number: permittedNumber, hotline: parts.callingHotline(hotline) });
    },
    callColleague(id, colleagueId) {
      operators.demandDisposition(id);
      internal.begin(id, colleagueId);
    },
    async transfer(id, callId, to, role) {
      const talk = talks.get(id, callId);
      const sent = permitted(role, to);
      if ('operatorId' in sent) demandFree(sent.operatorId);
      await talk.transfer(sent);
      if ('operatorId' in sent) operators.keptFree.keep(sent.operatorId, talk.call, () => line.match());
    },
    async consult(id, callId, who, role) {
      const talk = talks.get(id, callId);
      const asked = permitted(role, who);
      if ('operatorId' in asked) demandFree(asked.operatorId);
      await talk.consult(asked);
    },
    async endConsult(id, callId, how) {
      const talk = talks.get(id, callId);
      if (how === 'back') await talk.back();
      else if (how === 'join') await talk.join();
      else await talk.handOver();
    },
    switchRecording: (id, callId, on) => talks.get(id, callId).switchRecording(on),
    setState(id, to, supervisorId) {
      // His own wrap-up a supervisor ends no sooner than others do; that of somebody else he may.
      if (id === supervisorId) operators.demandDisposition(id);
      setState(operators, id, to, supervisorId);
    },
    move: (callId, to, supervisorId) => line.move(callId, to, supervisorId),
    close: () => deskPhones.close(),
    async supervise(id, callId, how) {
      operators.demandDisposition(id);
      await supervisions.supervise(id, callId, how);
    },
    endSupervising: (id) => supervisions.end(id),
    takeOver: (id, callId) => supervisions.takeOver(id, callId),
  };
}
