import type { Language } from '../config/company.ts';
import type { Consulted } from '../events.ts';
import { carrierContext } from '../telephony/asterisk/configure-dialplan.ts';
import type { AriChannel, AsteriskNode, NodeInventory } from '../telephony/asterisk/node.ts';
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
import { callOfRoom, consultRoomId } from './queue/consult.ts';
import type { SentTo } from './queue/move.ts';
import { hotlineOf, type IvrFlow, personQueue } from './services.ts';
import { type InCall, type Telephones, telephonesOf } from './telephones-of.ts';

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
  /** Whom its operator has asked for help; null: nobody. */
  asked: Consulted | null;
  /** We called because he had asked for it, or an operator did, and not for a survey. */
  calledBack: boolean;
  /** Which operator has switched the recording off for a moment; null: it is on. */
  recordingOffBy: number | null;
}

export interface TakeUpParts extends AnswerParts {
  unfinished: () => Promise<Unfinished[]>;
  /** Goes on with a call that we made ourselves. */
  takeUpOutgoing: (call: Call) => Promise<void>;
  /** A supervisor was at a talk that goes on without him. */
  supervisingInterrupted: (supervisorId: number) => void;
  /** Whether a channel or a bridge is there for supervising a talk, and nobody does with it. */
  isLeftOver: (id: string) => boolean;
  /** Whether two operators are just talking to each other, or are rung for it, by this id. */
  isInternal: (callId: string) => boolean;
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
    const goOn = new Set<string>();
    for (const one of await parts.unfinished()) {
      if (ours.has(one.id)) continue;
      const channel = there.get(one.id);
      if (channel?.state === 'Up') for (const id of takeUp(one, inventory, parts)) goOn.add(id);
      else if (!channel || one.direction === 'out') await end(one, parts);
    }
    for (const arrival of arrivals(inventory)) answerCall(arrival, parts);
    await takeAwayLeftovers(inventory, { ours, goOn }, parts);
    await parts.takenUp();
  });
}

/** @returns the ids of what goes on with it: telephones, and the room of a consultation */
function takeUp(one: Unfinished, inventory: NodeInventory, parts: TakeUpParts): string[] {
  const phones = telephonesOf(one, inventory);
  const call = new Call(one, parts);
  call.answered = true;
  call.step({ kind: 'interrupted', why: 'controller-restart' });
  // The supervisor has gone with the controller that let him hear; the two talk on.
  if (one.supervisedBy !== null) {
    call.step({ kind: 'supervise-ended', supervisorId: one.supervisedBy });
    parts.supervisingInterrupted(one.supervisedBy);
  }
  // Whom it rang for in vain, or who has gone, is asked no more.
  if (one.asked && !phones.asked) call.step({ kind: 'consult-ended', how: 'not-reached' });
  const led =
    one.direction === 'out' && !one.calledBack
      ? parts.takeUpOutgoing(call)
      : run(call, continuation(one, call, phones, parts), runOptions(call, parts));
  led.catch((error) => parts.log.error({ err: error, callId: call.id }, 'a call could not be taken up'));
  const goOn = [phones.lead, phones.asked, phones.onDuty].flatMap((phone) => phone?.channelId ?? []);
  return phones.asked?.stage === 'talking' ? [...goOn, consultRoomId(call.id)] : goOn;
}

function continuation(one: Unfinished, call: Call, phones: Telephones, parts: TakeUpParts): IvrFlow {
  const { recordingOffBy } = one;
  const { lead, asked, onDuty } = phones;
  if (lead) return talkAgain(lead, one, asked);
  // Nobody is there any more who could switch it on again.
  if (recordingOffBy !== null) call.step({ kind: 'recording-on', operatorId: recordingOffBy });
  if (onDuty) return onDutyAgain(telephoneOf(onDuty, call.node), onDuty);
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

/** Those who talk have noticed nothing; only the leading of it begins again. */
function talkAgain(
  lead: NonNullable<Telephones['lead']>,
  one: Unfinished,
  asked: Telephones['asked'],
): IvrFlow {
  return async function talkAgain(call, services) {
    const { operatorId } = lead;
    call.result = 'talked';
    const talking = services.talks.takeUp(call, new Leg(call.node, lead.channelId, operatorId), {
      since: one.talkingSince ?? new Date(),
      held: !lead.inRoom,
      asked: asked &&
        one.asked && { who: one.asked, stage: asked.stage, telephone: telephoneOf(asked, call.node) },
    });
    // What is just being told stays unrecorded.
    if (one.recordingOffBy !== null) services.talks.get(operatorId, call.id).switchRecording(false);
    const end = await talking;
    const queue = personQueue(hotlineOf(call, services));
    return afterTalk(end, { queue, sinceMs: one.arrivedAt.getTime(), emergency: false });
  };
}

function telephoneOf({ channelId, operatorId }: InCall, node: AsteriskNode): Telephone {
  return operatorId === null ? new Telephone(node, channelId) : new Leg(node, channelId, operatorId);
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

/** What there is of calls that go on. */
interface GoingOn {
  /** Those that this controller has led before. */
  ours: ReadonlySet<string>;
  /** With what the others are taken up. */
  goOn: ReadonlySet<string>;
}

async function takeAwayLeftovers(
  inventory: NodeInventory,
  going: GoingOn,
  parts: TakeUpParts,
): Promise<void> {
  const { node, isLeftOver } = parts;
  const channels = inventory.channels.filter(
    (channel) => isLeftOver(channel.id) || belongsToNobody(channel, going, parts),
  );
  const rooms = inventory.bridges.filter(({ id }) => isLeftOver(id) || isEmptyRoom(id, going, parts));
  await Promise.all([
    ...channels.map((channel) => unlessGone(node.ari('channels', 'hangup', { channelId: channel.id }))),
    ...rooms.map((bridge) => unlessGone(node.ari('bridges', 'destroy', { bridgeId: bridge.id }))),
  ]);
}

/**
 * Recording's own channels (snoops) are looked after by recordings. Who is rung, and who talks, is waited for by whoever has rung
 * him; where an earlier controller did, nobody waits any more, and what its calls are not taken up with falls silent.
 */
function belongsToNobody(
  channel: AriChannel,
  { ours, goOn }: GoingOn,
  { live, isInternal }: TakeUpParts,
): boolean {
  if (channel.name.startsWith('Snoop/')) return false;
  const rungFor = readLegId(channel.id)?.callId ?? readDutyPhoneId(channel.id);
  if (rungFor === null) return !live.has(channel.id);
  if (isInternal(rungFor)) return false;
  return ours.has(rungFor) ? isPickedUp(channel) && !live.has(rungFor) : !goOn.has(channel.id);
}

/** The room of a call that is over, or of a consultation with which none was taken up. */
function isEmptyRoom(id: string, { ours, goOn }: GoingOn, { live, isInternal }: TakeUpParts): boolean {
  const prefix = roomId('');
  if (!id.startsWith(prefix)) return false;
  const about = id.slice(prefix.length);
  const callId = callOfRoom(about);
  if (isInternal(callId)) return false;
  return callId === about || ours.has(callId) ? !live.has(callId) : !goOn.has(id);
}

function isPickedUp({ state }: AriChannel): boolean {
  return state === 'Up';
}
