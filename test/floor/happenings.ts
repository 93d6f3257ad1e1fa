import { waysToChoose } from '../../config/company/queues.ts';
import type { OperatorStateSet } from '../../ivr/queue/set-state.ts';
import type { FakeFloor } from './fake-floor.ts';
import {
  byCaller,
  byDesk,
  byPhone,
  bySupervisor,
  colleagueOf,
  type LivingFloor,
  operatorIds,
  operatorOf,
  press,
  queues,
} from './living-floor.ts';
import { talkHappenings } from './talk-happenings.ts';
import { passMs, settle } from './virtual-time.ts';

/** One thing that happens on a floor. `who` and `nth` choose among those to whom it can happen. */
export type Happening = readonly [kind: keyof typeof happenings, who: number, nth: number];

const supervisorId = 9;

function setsState(living: LivingFloor, who: number, to: OperatorStateSet): void {
  living.says(operatorOf(who));
  bySupervisor(() => living.floor.floor.setState(operatorOf(who), to, supervisorId));
}

/** One of those who are to be called back. */
function keptIn({ line }: FakeFloor, nth: number) {
  const kept = line.waiting().flatMap(({ waiting }) => waiting.flatMap(({ callback }) => callback ?? []));
  return kept[nth % Math.max(1, kept.length)];
}

let keptPlaces = 0;

/** What may happen at any moment, by name. */
export const happenings = {
  ...talkHappenings,
  comes(living: LivingFloor, _who: number, nth: number) {
    const queue = queues[nth % queues.length] as (typeof queues)[number];
    living.comers += 1;
    living.floor.comes(`caller-${living.comers}`, queue, { emergency: nth % 11 === 10 });
  },
  hangsUp: byCaller((_, caller) => caller.hangUp()),
  letsGo: byCaller((_, caller) => caller.talksTo !== undefined && caller.letGo()),
  keepsPlace: byCaller(({ line }, caller) => {
    const { place } = caller;
    if (!place) return;
    keptPlaces += 1;
    caller.hangUp();
    line.keep({
      ...{
        callbackId: keptPlaces,
        number: caller.call.number ?? '',
        hotline: '750-600',
        language: 'uk',
        queue: place.queue,
        tries: 0,
      },
      ...{ waitingSince: new Date(place.sinceMs), notBefore: new Date(0) },
    });
  }),
  struckOff({ floor }: LivingFloor, _who: number, nth: number) {
    const one = keptIn(floor, nth);
    if (one) floor.line.forget(one.id);
  },
  /** Somebody whose place is kept does not wait until he is called. */
  callsAgain(living: LivingFloor, _who: number, nth: number) {
    const one = keptIn(living.floor, nth);
    if (!one) return;
    const queue = queues[nth % queues.length] as (typeof queues)[number];
    living.comers += 1;
    living.floor.comes(`caller-${living.comers}`, queue, {}, { number: one.number });
  },
  /** Somebody comes, and whoever is rung for him picks up. */
  async isTaken(living: LivingFloor, who: number, nth: number) {
    happenings.comes(living, who, nth);
    await passMs(2_500);
    for (const id of operatorIds) happenings.picksUp(living, id - 1);
  },
  picksUp: byPhone(({ phones }, leg) => phones.pickUp(leg)),
  refusesByPhone: byPhone(({ phones }, leg) => phones.end(leg, 'rejected')),
  phoneIsCutOff({ floor }: LivingFloor, who: number) {
    for (const leg of floor.phones.of(operatorOf(who))) floor.phones.end(leg, 'hung-up');
  },
  rejects({ floor, ...living }: LivingFloor, who: number) {
    const id = operatorOf(who);
    const callId = floor.operators.desk(id)?.callId;
    if (callId) press({ floor, ...living }, id, (desk) => desk.reject(id, callId));
  },
  dials(living: LivingFloor, who: number) {
    living.comers += 1;
    const number = `+380-dialled-${living.comers}`;
    press(living, operatorOf(who), (desk) => desk.call(operatorOf(who), number, null, 'operator'));
  },
  callsColleague(living: LivingFloor, who: number, nth: number) {
    const id = operatorOf(who);
    press(living, id, (desk) => desk.callColleague(id, colleagueOf(id, nth)));
  },
  /** He calls a colleague, who picks up as soon as it rings, if it does. */
  async hasAWord(living: LivingFloor, who: number, nth: number) {
    happenings.callsColleague(living, who, nth);
    await passMs(2_500);
    happenings.picksUp(living, who + 1 + (nth % 2));
  },
  async putsDown({ floor }: LivingFloor, who: number) {
    const id = operatorOf(who);
    const desk = floor.operators.desk(id);
    if (desk?.colleague) await floor.floor.end(id, desk.callId);
  },
  opens(living: LivingFloor, who: number) {
    happenings.opensWithoutPhone(living, who);
    happenings.phoneBack(living, who);
  },
  opensWithoutPhone(living: LivingFloor, who: number) {
    const id = operatorOf(who);
    const kind = living.floor.phones.sip.has(id) ? 'sip' : 'browser';
    press(living, id, (floor) => floor.deskOpened(id, kind));
  },
  /** A link that is lost is no word of the operator's. */
  deskLost: ({ floor }: LivingFloor, who: number) => floor.floor.deskLost(operatorOf(who)),
  closes: byDesk((floor, id) => floor.deskClosed(id)),
  ready: byDesk((floor, id) => floor.ready(id)),
  pauses: byDesk((floor, id) => floor.pause(id, 'lunch')),
  wrapsUp: byDesk((floor, id) => floor.wrappedUp(id)),
  disposes({ floor: { bus, operators } }: LivingFloor, who: number) {
    const operatorId = operatorOf(who);
    const callId = operators.of(operatorId).wrapUpCall?.callId;
    const said = { kind: 'disposition', operatorId, disposition: 'advice', at: new Date() } as const;
    if (callId) bus.emit('step', { ...said, callId });
  },
  /** He is at his desk, has said what there was to say, and takes calls. */
  takesCalls(living: LivingFloor, who: number) {
    if (!living.floor.operators.isDeskOpen(operatorOf(who))) happenings.opens(living, who);
    happenings.phoneBack(living, who);
    happenings.disposes(living, who);
    happenings.ready(living, who);
  },
  prolongs: byDesk((floor, id) => floor.prolongWrapUp(id)),
  phoneGone: ({ floor }: LivingFloor, who: number) => floor.floor.phone(operatorOf(who), 'unregistered'),
  phoneBack: ({ floor }: LivingFloor, who: number) => floor.floor.phone(operatorOf(who), 'registered'),
  headsetOut: ({ floor }: LivingFloor, who: number) => floor.floor.phone(operatorOf(who), 'no-microphone'),
  looksAway: ({ drawn }: LivingFloor, who: number) => void drawn.delete(operatorOf(who)),
  looks: ({ drawn }: LivingFloor, who: number) => void drawn.add(operatorOf(who)),
  rulesChange({ floor: { rulebook } }: LivingFloor, who: number, nth: number) {
    const queue = queues[nth % 3] as (typeof queues)[number];
    const overflows = [
      { reserves: true as const },
      { queue: 'requests' },
      { number: '103' },
      { callback: true as const },
    ];
    const overflow = overflows[nth % 5] ?? null;
    rulebook.changeQueue(queue, {
      ...rulebook.of(queue),
      choose: waysToChoose[(who + nth) % waysToChoose.length] ?? 'longest-idle',
      ...{ headStartSeconds: (nth % 4) * 60, overflow, longestWaitSeconds: overflow && 30 },
    });
  },
  skillsChange({ floor: { rulebook } }: LivingFloor, who: number, nth: number) {
    const skills = { dispatcher: nth % 4, requests: (nth >> 2) % 4 };
    rulebook.changeSkills(operatorOf(who), nth % 5 === 0 ? null : skills);
  },
  moves({ floor }: LivingFloor, who: number, nth: number) {
    const waiting = [...floor.callers.values()].filter(({ place }) => place);
    const one = waiting[nth % Math.max(1, waiting.length)];
    const to = [
      { first: true as const },
      { operatorId: operatorOf(who) },
      { queue: queues[(nth >> 3) % 3] as string },
    ][(nth >> 1) % 3];
    if (one && to) bySupervisor(() => floor.floor.move(one.call.id, to, supervisorId));
  },
  /** What he was is the supervisor's affair now. */
  setsReady: (living: LivingFloor, who: number) => setsState(living, who, 'ready'),
  setsPause: (living: LivingFloor, who: number) => setsState(living, who, 'pause'),
  setsOffline: (living: LivingFloor, who: number) => setsState(living, who, 'offline'),
  linkIsLost: ({ floor }: LivingFloor) => floor.phones.link.lose(),
  linkIsBack: ({ floor: { phones } }: LivingFloor) => void phones.linkIsBack(),
  momentPasses: (_: LivingFloor, _who: number, nth: number) => passMs(nth % 700),
  secondsPass: (_: LivingFloor, _who: number, nth: number) => passMs((nth % 25) * 1_000),
  minutesPass: (_: LivingFloor, _who: number, nth: number) => passMs((nth % 12) * 60_000),
};

/** It happens, and everything that comes of it without time. */
export async function happens(living: LivingFloor, [kind, who, nth]: Happening): Promise<void> {
  await happenings[kind](living, who, nth);
  await settle();
}
