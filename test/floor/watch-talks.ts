import type { DeskCallState, Step } from '../../events.ts';
import { consultRoomId } from '../../ivr/queue/consult-room.ts';
import { roomId } from '../../telephony/call/room.ts';
import type { FakeCaller } from './fake-callers.ts';
import type { FakeFloor } from './fake-floor.ts';
import type { FakeLeg, FakeOutside } from './fake-phones.ts';

/** An operator may come back for 30 s, and Asterisk takes its time. */
const returnMs = 30_000;
const longestReturnMs = returnMs + 12_000;
/** A supervisor's own phone rings for 20 s, and Asterisk takes its time. */
const longestSupervisorRingMs = 20_000 + 12_000;

/**
 * Looks on at talks: whoever a desk says is in one has his phone in the very room of that caller, nobody else is there, and no caller
 * is forgotten. It is looked at whenever all that was asked of Asterisk is done.
 */
export class WatchTalks {
  readonly #floor: FakeFloor;
  readonly #fault: (what: string) => void;
  /** Since when the operator of a call is away. */
  readonly #lostAtMs = new Map<string, number>();
  /** Since when a supervisor's own phone rings. */
  readonly #ringsSinceMs = new Map<number, number>();
  /** How far consultations came and how they ended, how supervisors were at talks, and what became of talks. */
  readonly seen = new Set<string>();

  constructor(floor: FakeFloor, fault: (what: string) => void) {
    this.#floor = floor;
    this.#fault = fault;
    floor.bus.on('step', (step) => this.#heard(step));
    floor.bus.on(
      'desk-call',
      ({ call }) => void (call?.consult && this.seen.add(`consult ${call.consult.stage}`)),
    );
    floor.phones.link.onState((state) => {
      // Nobody could be rung before.
      if (state === 'up') for (const callId of this.#lostAtMs.keys()) this.#lostAtMs.set(callId, Date.now());
      if (state === 'down') for (const { talksTo } of floor.callers.values()) this.#linkIsLost(talksTo);
    });
    floor.bus.on('supervising', ({ supervisorId, supervising }) => {
      if (supervising?.stage === 'on') this.seen.add(supervising.how);
      if (supervising?.stage !== 'ringing') this.#ringsSinceMs.delete(supervisorId);
      else if (!this.#ringsSinceMs.has(supervisorId)) this.#ringsSinceMs.set(supervisorId, Date.now());
    });
  }

  #linkIsLost(operatorId: number | undefined): void {
    const desk = operatorId === undefined ? null : this.#floor.operators.desk(operatorId);
    if (desk?.stage === 'returning') this.seen.add('link lost while one comes back');
    if (desk?.consult) this.seen.add(`link lost in a consultation: ${desk.consult.stage}`);
    if (desk?.supervised) this.seen.add('link lost with a supervisor');
    if (desk) this.seen.add(`link lost in a talk${desk.held ? ' on hold' : ''}`);
  }

  atRest(): void {
    this.#nobodyIsWaitedForTooLong();
    if (!this.#floor.phones.hasAnswered) return;
    for (const leg of this.#floor.phones.legs.values()) this.#isInItsPlace(leg);
    for (const phone of this.#floor.phones.outside.values()) this.#isWanted(phone);
    for (const { operatorId } of this.#floor.operators.all()) this.#isWhereHisDeskSays(operatorId);
    for (const one of this.#floor.callers.values()) this.#isNotForgotten(one);
    for (const id of this.#floor.phones.rooms.ids) this.#isSomebodys(id);
  }

  #nobodyIsWaitedForTooLong(): void {
    const now = Date.now();
    for (const [callId, sinceMs] of this.#lostAtMs)
      if (now - sinceMs > longestReturnMs) this.#fault(`${callId} waits for an operator who is lost`);
    for (const [id, sinceMs] of this.#ringsSinceMs)
      if (now - sinceMs > longestSupervisorRingMs) this.#fault(`${id} is rung as a supervisor without end`);
  }

  #heard({ kind, callId, ...step }: Step): void {
    if (kind === 'consult-ended' && 'how' in step) {
      this.seen.add(step.how);
      this.#isNotTakenFrom(callId, step.how);
    }
    if (kind === 'operator-back' || kind === 'taken-over' || kind === 'transferred') this.seen.add(kind);
    if (kind === 'operator-lost') this.#lostAtMs.set(callId, Date.now());
    if (kind === 'operator-back' || kind === 'left-operator') this.#lostAtMs.delete(callId);
  }

  /** Whom the caller hears besides the operator who does not come back stays with him. */
  #isNotTakenFrom(callId: string, how: string): void {
    const { operators, talks } = this.#floor;
    const lostAtMs = this.#lostAtMs.get(callId);
    const leads = talks.ofCall(callId)?.operatorId;
    const wereThree = leads !== undefined && operators.desk(leads)?.consult?.stage === 'three';
    if (!wereThree || lostAtMs === undefined || Date.now() - lostAtMs < returnMs) return;
    this.seen.add(`${how} when one has not come back`);
    if (how !== 'handed-over') this.#fault(`${callId} is with nobody, and was with one who helped: ${how}`);
  }

  /** Whoever is talked to hears no music over it; who is alone in his talk hears music, or is told something. */
  #hearsWhatHeIsTo({ call, talksTo }: FakeCaller): void {
    const { phones } = this.#floor;
    const room = roomId(call.id);
    const inRoom = [...phones.legs.values(), ...phones.outside.values()].some(
      (one) => phones.roomOf(one) === room,
    );
    const hasMusic = phones.rooms.hasMusic(room);
    if (inRoom && hasMusic) this.#fault(`${call.id} hears music over his talk`);
    const isInTalk = talksTo !== undefined && !call.signal.aborted;
    if (isInTalk && !inRoom && !hasMusic && !phones.hears(call.id))
      this.#fault(
        `${call.id}, whose operator is ${this.#floor.operators.desk(talksTo)?.stage}, hears nothing`,
      );
  }

  #isInItsPlace(leg: FakeLeg): void {
    const { phones, talks } = this.#floor;
    const is = phones.roomOf(leg);
    const desk = this.#floor.operators.desk(leg.operatorId);
    const isLedWith = talks.ofCall(leg.callId)?.phoneId === leg.channelId;
    if (leg.rungFor === 'supervisor' && !isLedWith) {
      this.#supervises(leg, is);
      return;
    }
    if (desk?.callId !== leg.callId) {
      this.#fault(`a phone of ${leg.operatorId} is left`);
      return;
    }
    if (!leg.up || desk.stage !== 'talking') {
      if (is !== undefined) this.#fault(`${leg.operatorId}, who is ${desk.stage}, is in ${is}`);
      return;
    }
    const wanted = this.#roomOf(leg.operatorId, desk);
    if (is !== wanted) this.#fault(`${leg.operatorId} is in ${is}, and not in ${wanted}`);
  }

  /** The room in which the phone of one who talks is to be; undefined: in none. */
  #roomOf(operatorId: number, desk: DeskCallState): string | undefined {
    const { callId, askedBy = null, colleague = null, held, consult = null } = desk;
    if (colleague !== null) return roomId(callId);
    const asked = askedBy === null ? consult : (this.#floor.operators.desk(askedBy)?.consult ?? null);
    if (askedBy !== null && !isWith(asked, operatorId)) this.#fault(`${operatorId} helps nobody`);
    if (asked?.stage === 'talking') return consultRoomId(callId);
    return held ? undefined : roomId(callId);
  }

  /** A telephone outside rings for a caller, or is with him or with the operator who asks. */
  #isWanted(phone: FakeOutside): void {
    const { phones, callers, talks } = this.#floor;
    const is = phones.roomOf(phone);
    if (!callers.has(phone.callId)) this.#fault('a telephone outside is left');
    const talk = talks.ofCall(phone.callId);
    const asked = talk && this.#floor.operators.desk(talk.operatorId)?.consult;
    if (talk && (!asked || !('number' in asked.with)))
      this.#fault(`a telephone outside is left beside ${talk.operatorId}`);
    const isAsked = asked?.stage === 'talking';
    const wanted = phone.up ? (isAsked ? consultRoomId : roomId)(phone.callId) : undefined;
    if (is !== wanted) this.#fault(`a telephone outside is in ${is}, and not in ${wanted}`);
    if (phone.up && !talk) this.seen.add('with one outside');
  }

  #supervises(leg: FakeLeg, is: string | undefined): void {
    const { supervisions, phones, talks } = this.#floor;
    const at = supervisions.of(leg.operatorId);
    if (at?.callId !== leg.callId) this.#fault(`a phone of the supervisor ${leg.operatorId} is left`);
    if (at?.callId !== leg.callId || at.stage === 'ringing') return;
    const isThere = at.how === 'join' ? is === roomId(at.callId) : is?.startsWith(`${leg.channelId}.side-`);
    if (!isThere) this.#fault(`the supervisor ${leg.operatorId}, who is to ${at.how}, is in ${is}`);
    const hears = phones.heardBy(leg);
    const wanted = at.how === 'join' ? null : (talks.ofCall(at.callId)?.phoneId ?? null);
    if ((hears ?? null) !== wanted)
      this.#fault(`the supervisor ${leg.operatorId} hears ${hears}, not ${wanted}`);
  }

  #isWhereHisDeskSays(id: number): void {
    const { operators, supervisions, phones, talks } = this.#floor;
    const at = supervisions.of(id);
    if ((operators.of(id).state === 'supervising') !== (at !== null))
      this.#fault(`${id} is ${operators.of(id).state}, and supervises ${at?.callId}`);
    if (at && talks.ofCall(at.callId)?.operatorId !== at.operatorId) this.#fault(`${id} supervises no talk`);
    const legs = phones.of(id).filter(({ up }) => up);
    if (at?.stage === 'on' && legs.length !== 1) this.#fault(`${id} supervises with ${legs.length} phones`);
    const desk = operators.desk(id);
    if (desk?.stage !== 'talking') return;
    const asked = desk.askedBy ? operators.desk(desk.askedBy)?.consult : null;
    if (!asked?.away && legs.length !== 1) this.#fault(`${id} talks with ${legs.length} phones`);
    this.#isHelped(id, desk);
  }

  /** Whom he has asked for help has the same call on his desk, as one who was asked by him. */
  #isHelped(id: number, { callId, consult = null }: DeskCallState): void {
    if (!consult || !('operatorId' in consult.with)) return;
    const { operatorId } = consult.with;
    const helper = this.#floor.operators.desk(operatorId);
    const stage = consult.stage === 'ringing' ? 'ringing' : 'talking';
    if (helper?.callId !== callId || helper.askedBy !== id || helper.stage !== stage)
      this.#fault(`${operatorId}, asked by ${id}, is ${helper?.stage} and not ${stage}`);
  }

  /** He waits, or talks to one operator, or is told what comes next. */
  #isNotForgotten(one: FakeCaller): void {
    const { call, place, talksTo } = one;
    const { operators, phones } = this.#floor;
    if (call.signal.aborted) this.#fault(`${call.id} is over, and goes on`);
    const leads = operators.all().filter(({ operatorId }) => {
      const desk = operators.desk(operatorId);
      const isIn = desk?.stage === 'talking' || desk?.stage === 'returning';
      return isIn && desk.callId === call.id && !desk.askedBy;
    });
    if (leads.length !== (talksTo === undefined ? 0 : 1) || leads.some((one) => one.operatorId !== talksTo))
      this.#fault(`${call.id} talks to ${talksTo}, and is on ${leads.length} desks`);
    const isOutside =
      talksTo === undefined && [...phones.outside.values()].some((one) => one.callId === call.id);
    const is = [place?.waits === true, talksTo !== undefined, isOutside].filter(Boolean).length;
    if (is > 1 || (is === 0 && !phones.hears(call.id))) this.#fault(`${call.id} is in ${is} places`);
    if (phones.roomOf({ channelId: call.id }) !== roomId(call.id))
      this.#fault(`${call.id} is out of his room`);
    this.#hearsWhatHeIsTo(one);
  }

  #isSomebodys(room: string): void {
    const { operators, callers, phones } = this.#floor;
    const desks = operators.all().flatMap(({ operatorId }) => operators.desk(operatorId) ?? []);
    const isSomebodys =
      [...callers.keys()].some((callId) => room === roomId(callId)) ||
      desks.some(({ callId, colleague }) => colleague && room === roomId(callId)) ||
      // A room that could not be taken away while the link was lost is that of the next one who is asked, also while he is rung.
      desks.some(
        ({ callId, consult }) => consult && consult.stage !== 'three' && room === consultRoomId(callId),
      ) ||
      [...phones.legs.keys()].some((channelId) => room.startsWith(`${channelId}.side-`));
    if (!isSomebodys) this.#fault(`the room ${room} is left`);
  }
}

function isWith(consult: DeskCallState['consult'], operatorId: number): boolean {
  return consult != null && 'operatorId' in consult.with && consult.with.operatorId === operatorId;
}
