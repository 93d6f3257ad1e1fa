import { HolosError } from '../../errors.ts';
import type { SuperviseHow } from '../../events.ts';
import type { FakeFloor } from './fake-floor.ts';
import type { FakeOutside } from './fake-phones.ts';
import { byPhone, colleagueOf, type LivingFloor, operatorIds, operatorOf, queues } from './living-floor.ts';
import { passMs } from './virtual-time.ts';

/** What a desk is told of a verb that comes too late, or too early. */
const sorry: ReadonlySet<string> = new Set([
  ...['desk.not-now', 'desk.colleague-busy', 'desk.no-microphone', 'desk.no-disposition'],
  ...['supervise.taken', 'call.unknown', 'ari.down'],
]);

/** A verb goes on while other things happen. What is not possible now is refused; whatever else it fails with is a fault. */
function presses(
  { floor: { floor, errors } }: LivingFloor,
  verb: (floor: FakeFloor['floor']) => unknown,
): void {
  void (async () => verb(floor))().catch((error: unknown) => {
    if (!(error instanceof HolosError && sorry.has(error.code))) errors.push(error);
  });
}

type DeskVerb = (floor: FakeFloor['floor'], operatorId: number, callId: string, nth: number) => unknown;

/** The desk of one who is in a talk, or helps with one; where nobody is, of anybody. */
function inTalk({ floor: { operators } }: LivingFloor, who: number): number {
  const talking = operatorIds.filter((id) => {
    const desk = operators.desk(id);
    return desk?.stage === 'talking' && !desk.colleague;
  });
  return talking[who % Math.max(1, talking.length)] ?? operatorOf(who);
}

const byTalker = (verb: DeskVerb) => (living: LivingFloor, who: number, nth: number) => {
  const id = inTalk(living, who);
  const callId = living.floor.operators.desk(id)?.callId;
  if (callId) presses(living, (floor) => verb(floor, id, callId, nth));
};

/** A colleague who is free; where nobody is, any. */
function helperFor({ floor: { operators } }: LivingFloor, id: number, nth: number): number {
  const others = [colleagueOf(id, nth), colleagueOf(id, nth + 1)] as const;
  return others.find((other) => operators.isFree(other)) ?? others[0];
}

const supervises = (how: SuperviseHow) => (living: LivingFloor, who: number, nth: number) => {
  const talks = [...living.floor.callers.values()].filter(({ talksTo }) => talksTo !== undefined);
  const one = talks[nth % Math.max(1, talks.length)];
  if (one) presses(living, (floor) => floor.supervise(operatorOf(who), one.call.id, how));
};

const picksUp = byPhone(({ phones }, leg) => phones.pickUp(leg));

function asks(living: LivingFloor, who: number, nth: number): number {
  const id = inTalk(living, who);
  const helper = helperFor(living, id, nth);
  byTalker((floor, _, callId) => floor.consult(id, callId, { operatorId: helper }, 'operator'))(
    living,
    who,
    nth,
  );
  return helper;
}

/** A number that nobody has. */
const outside = { number: '+380342000000' };

/** Telephones outside that ring, or that were picked up. */
const byOutside =
  (isUp: boolean, does: (phones: FakeFloor['phones'], phone: FakeOutside) => void) =>
  ({ floor: { phones } }: LivingFloor, _who: number, nth: number) => {
    const all = [...phones.outside.values()].filter(({ up }) => up === isUp);
    const one = all[nth % Math.max(1, all.length)];
    if (one) does(phones, one);
  };

/** A page is gone from one moment to the next, with the phone in it. */
const byPage =
  (verb: (floor: FakeFloor['floor'], operatorId: number) => void) =>
  ({ floor: { floor, phones } }: LivingFloor, who: number) => {
    const id = operatorOf(who);
    for (const leg of phones.of(id)) leg.stillSinceMs ??= Date.now();
    verb(floor, id);
  };

/** What happens in talks with callers, and at them. */
export const talkHappenings = {
  holds: byTalker((floor, id, callId) => floor.hold(id, callId, true)),
  resumes: byTalker((floor, id, callId) => floor.hold(id, callId, false)),
  asksColleague(living: LivingFloor, who: number, nth: number) {
    asks(living, who, nth);
  },
  /** He asks a colleague, who picks up as soon as it rings, if it does. */
  async asksForHelp(living: LivingFloor, who: number, nth: number) {
    const helper = asks(living, who, nth);
    await passMs(2_500);
    picksUp(living, helper - 1);
  },
  asksOutside: byTalker((floor, id, callId) => floor.consult(id, callId, outside, 'operator')),
  handsOnOutside: byTalker((floor, id, callId) => floor.transfer(id, callId, outside, 'operator')),
  outsidePicksUp: byOutside(false, (phones, phone) => phones.pickUp(phone)),
  outsideRejects: byOutside(false, (phones, phone) => phones.end(phone, 'rejected')),
  outsideHangsUp: byOutside(true, (phones, phone) => phones.end(phone, 'hung-up')),
  goesBack: byTalker((floor, id, callId) => floor.endConsult(id, callId, 'back')),
  threeTogether: byTalker((floor, id, callId) => floor.endConsult(id, callId, 'join')),
  handsOver: byTalker((floor, id, callId) => floor.endConsult(id, callId, 'hand-over')),
  handsOnAtOnce(living: LivingFloor, who: number, nth: number) {
    const to = { operatorId: helperFor(living, inTalk(living, who), nth) };
    byTalker((floor, id, callId) => floor.transfer(id, callId, to, 'operator'))(living, who, nth);
  },
  handsOnToQueue: byTalker((floor, id, callId, nth) =>
    floor.transfer(id, callId, { queue: queues[nth % queues.length] as string }, 'operator'),
  ),
  /** Who leads a talk ends it; who was asked for help leaves it; who dials gives up. */
  endsTalk: (living: LivingFloor, who: number, nth: number) =>
    byTalker((floor, id, callId) =>
      living.floor.operators.desk(id)?.askedBy ? floor.leave(id, callId) : floor.end(id, callId),
    )(living, who, nth),
  /** The browser is closed: nothing tells of it but the link of the desk, and the sound that comes no more. */
  pageCloses: byPage((floor, id) => floor.deskLost(id)),
  /** A phone that stands on the desk is without power: Asterisk has heard nothing of it for too long. */
  losesPower({ floor: { floor, phones } }: LivingFloor, who: number) {
    const id = operatorOf(who);
    if (phones.sip.has(id)) floor.phone(id, 'unregistered');
    for (const leg of phones.of(id)) phones.end(leg, 'cut-off');
  },
  /** He may not work here any more, and his page is told to log out. */
  isLockedOut: byPage((floor, id) => floor.lockedOut(id)),
  listens: supervises('listen'),
  whispers: supervises('whisper'),
  joins: supervises('join'),
  takesOver(living: LivingFloor, who: number) {
    const id = operatorOf(who);
    const at = living.floor.supervisions.of(id);
    if (at) presses(living, (floor) => floor.takeOver(id, at.callId));
  },
  stopsSupervising(living: LivingFloor, who: number) {
    if (living.floor.supervisions.of(operatorOf(who)))
      presses(living, (floor) => floor.endSupervising(operatorOf(who)));
  },
};
