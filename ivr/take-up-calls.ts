import type { Language } from '../config/company.ts';
import { carrierContext } from '../telephony/asterisk/configure-dialplan.ts';
import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import { Call } from '../telephony/call/call.ts';
import type { CallFacts } from '../telephony/call/call-parts.ts';
import { readDutyPhoneId } from '../telephony/call/duty-phone.ts';
import type { Arrival } from '../telephony/call/incoming.ts';
import { Leg, readLegId, Telephone } from '../telephony/call/leg.ts';
import { roomId, unlessGone } from '../telephony/call/room.ts';
import { run } from '../telephony/call/runner.ts';
import { type AnswerParts, answerCall, runOptions } from './answer-calls.ts';
import { afterTalk } from './flows/after-talk.ts';
import { flowAgain, type LoggedFlow, lineAgain } from './flows/again.ts';
import { onDutyAgain } from './flows/duty-telephone.ts';
import { mainMenu } from './flows/main-menu.ts';
import { operator } from './flows/operator.ts';
import type { SentTo } from './queue/move.ts';
import { hotlineOf, type IvrFlow, personQueue } from './services.ts';

/** A call that the database knows and that has no end yet. */
export interface Unfinished extends CallFacts {
  language: Language;
  /** The flow it was last in. */
  flow: LoggedFlow | null;
  /** When it joined the line it was last waiting in, and which; null when it was elsewhere. */
  waiting: ({ queue: string; since: Date; emergency: boolean } & Partial<SentTo>) | null;
  /** Since when it has been talking to an operator; null when it was not. */
  talkingSince: Date | null;
  /** Which operator it talks to, or talked to last; null: it has talked to none. */
  talkingTo: number | null;
  /** Which supervisor was at its talk. */
  supervisedBy: number | null;
  /** We called because he had asked for it, or an operator did, and not for a survey. */
  calledBack: boolean;
  /** Which operator has switched the recording off for a moment; null: it is on. */
  recordingOffBy: number | null;
}

export interface TakeUpParts extends AnswerParts {
  unfinished: () => Promise<Unfinished[]>;
  /** Goes on with a call that we made ourselves. */
  takeUpOutgoing: (call: Call) => Promise<void>;
  /** Whether a channel or a bridge is there for supervising a talk, and nobody does with it. */
  isLeftOver: (id: string) => boolean;
  /** All that goes on is led again: what is not is over. */
  takenUp: () => Promise<void>;
}

/**
 * After every (re)connection to Asterisk: compares what we believe with what is there. Calls of ours that are gone are
 * ended; calls that are there and that nobody leads, since an earlier controller died, are taken up where they were;
 * what belongs to no call is taken away, so that nothing is ever stuck.
 */
export function takeUpCalls(parts: TakeUpParts): () => void {
  return parts.node.onSync(async (inventory) => {
    const there = new Map(inventory.channels.map((channel) => [channel.id, channel]));
    // Those of ours that end now write their own end, however long it takes.
    const ours = new Set(parts.live.keys());
    for (const call of parts.live.values()) if (!there.has(call.id)) call.over('asterisk-lost');
    for (const one of await parts.unfinished()) {
      if (ours.has(one.id)) continue;
      const channel = there.get(one.id);
      if (channel?.state === 'Up') takeUp(one, inventory, parts);
      else if (!channel || one.direction === 'out') await end(one, parts);
    }
    for (const arrival of arrivals(inventory)) answerCall(arrival, parts);
    await takeAwayLeftovers(inventory, ours, parts);
    await parts.takenUp();
  });
}

function takeUp(one: Unfinished, inventory: NodeInventory, parts: TakeUpParts): void {
  const call = new Call(one, parts);
  call.answered = true;
  call.step({ kind: 'interrupted', why: 'controller-restart' });
  // The supervisor has gone with the controller that let him hear; the two talk on.
  if (one.supervisedBy !== null) call.step({ kind: 'supervise-ended', supervisorId: one.supervisedBy });
  const led =
    one.direction === 'out' && !one.calledBack
      ? parts.takeUpOutgoing(call)
      : run(call, continuation(one, call, inventory, parts), runOptions(call, parts));
  led.catch((error) => parts.log.error({ err: error, callId: call.id }, 'a call could not be taken up'));
}

function continuation(one: Unfinished, call: Call, inventory: NodeInventory, parts: TakeUpParts): IvrFlow {
  const { recordingOffBy } = one;
  const leg = legOf(one, inventory);
  if (leg) return talkAgain(leg.channel, leg.operatorId, one, inventory);
  // Nobody is there any more who could switch it on again.
  if (recordingOffBy !== null) call.step({ kind: 'recording-on', operatorId: recordingOffBy });
  const onDuty = inventory.channels.find((channel) => pickedUp(channel, readDutyPhoneId) === one.id);
  if (onDuty)
    return onDutyAgain(new Telephone(call.node, onDuty.id), { inRoom: isInRoom(onDuty, one, inventory) });
  if (one.waiting) return lineAgain(one.flow, one.waiting);
  // An operator who was lost in the same moment costs the caller no place.
  if (one.talkingSince)
    return operator(personQueue(hotlineOf(call, parts.services)), {
      sinceMs: one.arrivedAt.getTime(),
      patient: true,
    });
  return async function goOn(taken) {
    // While a telephone was ringing there was music.
    await taken.music(false);
    await taken.sayWhole('interrupted');
    return one.flow ? flowAgain(one.flow) : mainMenu;
  };
}

/**
 * The phone of the operator who leads the call. A supervisor's does where he has taken the call over, or where he has joined it and
 * the operator is lost: then he is alone with the caller.
 */
function legOf(
  one: Unfinished,
  inventory: NodeInventory,
): { channel: AriChannel; operatorId: number } | undefined {
  const legs = inventory.channels.flatMap((channel) => {
    const read = pickedUp(channel, readLegId);
    return read?.callId === one.id ? [{ channel, ...read }] : [];
  });
  const [ordinary, supervisors] = [
    legs.filter(({ rungFor }) => rungFor === 'leg'),
    legs.filter(({ rungFor }) => rungFor === 'supervisor'),
  ];
  return (
    supervisors.find(({ operatorId }) => operatorId === one.talkingTo) ??
    ordinary[0] ??
    supervisors.find(({ channel }) => isInRoom(channel, one, inventory))
  );
}

/** The two talk on and have noticed nothing; only the leading of it begins again. */
function talkAgain(
  channel: AriChannel,
  operatorId: number,
  one: Unfinished,
  inventory: NodeInventory,
): IvrFlow {
  return async function talkAgain(call, services) {
    const inside = isInRoom(channel, one, inventory);
    call.result = 'talked';
    const leg = new Leg(call.node, channel.id, operatorId);
    const talking = services.talks.takeUp(call, leg, {
      since: one.talkingSince ?? new Date(),
      held: !inside,
    });
    // What is just being told stays unrecorded.
    if (one.recordingOffBy !== null) services.talks.get(operatorId, call.id).switchRecording(false);
    const end = await talking;
    const queue = personQueue(hotlineOf(call, services));
    return afterTalk(end, { queue, sinceMs: one.arrivedAt.getTime(), emergency: false });
  };
}

function isInRoom(channel: AriChannel, one: Unfinished, { bridges }: NodeInventory): boolean {
  return bridges.find(({ id }) => id === roomId(one.id))?.channels.includes(channel.id) ?? false;
}

/** The call ended while nobody was looking, or was never answered: its end is written now. */
async function end(one: Unfinished, parts: TakeUpParts): Promise<void> {
  const call = new Call(one, parts);
  call.result = one.talkingSince ? 'talked' : one.waiting ? 'abandoned' : 'failed';
  if (call.result === 'abandoned' && one.number !== null)
    parts.services.callbacks.gaveUp({ callId: one.id, number: one.number, hotline: one.hotline });
  await call.finish('controller-lost');
}

/** Callers who came in the very moment when nobody led: just before this link was up, or before the last one wrote them down. */
function arrivals(inventory: NodeInventory): Arrival[] {
  return inventory.channels
    .filter((channel) => channel.dialplan.context === carrierContext && readDutyPhoneId(channel.id) === null)
    .map((channel) => ({
      channelId: channel.id,
      dialled: channel.dialplan.exten,
      from: channel.caller.number,
      at: new Date(),
    }));
}

async function takeAwayLeftovers(
  inventory: NodeInventory,
  ours: ReadonlySet<string>,
  { node, live, isLeftOver }: TakeUpParts,
): Promise<void> {
  const channels = inventory.channels.filter(
    (channel) => isLeftOver(channel.id) || belongsToNobody(channel, ours, live),
  );
  const rooms = inventory.bridges.filter(
    ({ id }) => isLeftOver(id) || (id.startsWith('room-') && !live.has(id.slice('room-'.length))),
  );
  await Promise.all([
    ...channels.map((channel) => unlessGone(node.ari('channels', 'hangup', { channelId: channel.id }))),
    ...rooms.map((bridge) => unlessGone(node.ari('bridges', 'destroy', { bridgeId: bridge.id }))),
  ]);
}

/**
 * Recording's own channels (snoops) are looked after by recordings. A telephone that still rings is waited for by whoever rang
 * it; where an earlier controller did, nobody waits any more, and it is rung anew.
 */
function belongsToNobody(
  channel: AriChannel,
  ours: ReadonlySet<string>,
  live: ReadonlyMap<string, Call>,
): boolean {
  if (channel.name.startsWith('Snoop/')) return false;
  const rungFor = readLegId(channel.id)?.callId ?? readDutyPhoneId(channel.id);
  if (rungFor !== null && !isPickedUp(channel)) return !ours.has(rungFor);
  return !live.has(rungFor ?? channel.id);
}

/** What the id of a telephone's channel says, of one that talks. */
function pickedUp<T>(channel: AriChannel, read: (channelId: string) => T | null): T | null {
  return isPickedUp(channel) ? read(channel.id) : null;
}

function isPickedUp({ state }: AriChannel): boolean {
  return state === 'Up';
}
