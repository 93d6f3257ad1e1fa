import type { Language } from '../config/company.ts';
import { inTime } from '../db/in-time.ts';
import type { Consulted } from '../events.ts';
import { untilDone } from '../telephony/asterisk/backoff.ts';
import { carrierContext } from '../telephony/asterisk/configure-dialplan.ts';
import type { AriChannel, AsteriskNode, NodeInventory } from '../telephony/asterisk/node.ts';
import { Call } from '../telephony/call/call.ts';
import type { CallFacts } from '../telephony/call/call-parts.ts';
import { readDutyPhoneId } from '../telephony/call/duty-phone.ts';
import type { Arrival } from '../telephony/call/incoming.ts';
import { Leg, Telephone } from '../telephony/call/leg.ts';
import { run } from '../telephony/call/runner.ts';
import { type AnswerParts, answerCall, runOptions } from './answer-calls.ts';
import { endedMeanwhile } from './ended-meanwhile.ts';
import { afterTalk, type WaitedAs } from './flows/after-talk.ts';
import { type LoggedFlow, lineAgain } from './flows/again.ts';
import { onDutyAgain } from './flows/duty-telephone.ts';
import { giveUp } from './flows/give-up.ts';
import { goOn } from './go-on.ts';
import { type LeftoverParts, takeAwayLeftovers } from './leftovers.ts';
import { consultRoomId } from './queue/consult-room.ts';
import type { SentTo } from './queue/move.ts';
import { hotlineOf, type IvrFlow, type IvrServices, personQueue } from './services.ts';
import { type InCall, type Telephones, telephonesOf } from './telephones-of.ts';

/** A call that the database knows and that has no end yet. */
export interface Unfinished extends CallFacts {
  language: Language;
  /** The flow it was last in. */
  flow: LoggedFlow | null;
  /** When it joined the line it was last waiting in, and which; null when it was elsewhere. */
  waiting: ({ queue: string; since: Date; emergency: boolean } & Partial<SentTo>) | null;
  /** How it waited before it last came to an operator; null: it has not. */
  talked: WaitedAs | null;
  /** Since when it has been talking to an operator; null when it was not. */
  talkingSince: Date | null;
  /** Which operator it talks to, or talked to last; null: it has talked to none. */
  talkingTo: number | null;
  /** Somebody has talked to it, an operator or a telephone outside: whatever comes after that, nobody may call it given up. */
  hasTalked: boolean;
  /** Which supervisor was at its talk. */
  supervisedBy: number | null;
  /** Whom its operator has asked for help; null: nobody. */
  asked: Consulted | null;
  /** The last that is known of it: when it was over, where it is not there any more. */
  knownUntil: Date;
  /** We called because he had asked for it, or an operator did, and not for a survey. */
  calledBack: boolean;
  /** A call back was promised in it, and it has not waited since. */
  isPromised: boolean;
  /** Which operator has switched the recording off for a moment; null: it is on. */
  recordingOffBy: number | null;
}

export interface TakeUpParts extends AnswerParts, LeftoverParts {
  unfinished: () => Promise<Unfinished[]>;
  /** Goes on with a call that we made ourselves. */
  takeUpOutgoing: (call: Call) => Promise<void>;
  /** A supervisor was at a talk that goes on without him. */
  supervisingInterrupted: (supervisorId: number) => void;
  /** What is there just now, for a take-up that had to wait. */
  inventory: () => Promise<NodeInventory>;
  /** All that goes on is led again: what is not is over. Done again until it succeeds. */
  takenUp: () => Promise<void>;
}

/**
 * After every (re)connection to Asterisk: compares what we believe with what is there. Calls of ours that are gone are
 * ended; calls that are there and that nobody leads, since an earlier controller died, are taken up where they were;
 * what belongs to no call is taken away, so that nothing is ever stuck.
 *
 * Which calls those are, the database knows, and the node must not wait for it: while it is away, callers who ring are answered and calls of
 * ours go on, all others are let be, and taken up when it answers.
 */
export function takeUpCalls(parts: TakeUpParts): () => void {
  let connection = new AbortController();
  let lostAt: Date | undefined;
  const stopFollowing = parts.node.onState((state) => {
    lostAt = state === 'up' ? undefined : (lostAt ?? new Date());
  });
  const stop = parts.node.onSync(async (inventory) => {
    // What an earlier connection has not taken up yet is this one's to take up.
    connection.abort();
    connection = new AbortController();
    const { signal } = connection;
    const there = new Set(inventory.channels.map(({ id }) => id));
    const before = { at: new Date(), ours: new Set(parts.live.keys()), there };
    // Those of ours that are gone have gone with the link, and write their own end, however long it takes.
    for (const call of parts.live.values()) if (!there.has(call.id)) call.over('asterisk-lost', lostAt);
    const reading = parts.unfinished();
    const found = await inTime(reading).catch((error) => {
      parts.log.error({ err: error }, 'the database does not say which calls there were');
      return null;
    });
    if (found) {
      await takeUpAll(found, inventory, before.ours, parts);
      watch(takenUp(signal, parts), parts);
      return;
    }
    const ringing = inventory.channels.filter(({ state }) => state !== 'Up');
    for (const arrival of arrivals(ringing, before.ours)) {
      before.ours.add(arrival.channelId);
      answerCall(arrival, parts);
    }
    watch(takeUpLater(reading, before, signal, parts), parts);
  });
  return () => {
    stop();
    stopFollowing();
    connection.abort();
  };
}

/** Nobody waits for this; when the link is lost meanwhile, the next connection does it. */
function watch(work: Promise<unknown>, { log }: TakeUpParts): void {
  work.catch((error) => log.error({ err: error }, 'calls could not be taken up'));
}

/** How things stood when the node came up. */
interface Before {
  at: Date;
  /** What this controller led then, or answered at once. */
  ours: Set<string>;
  /** The channels that there were. */
  there: ReadonlySet<string>;
}

/** When the database answers. Calls that have come since then are led already. */
async function takeUpLater(
  reading: Promise<Unfinished[]>,
  before: Before,
  signal: AbortSignal,
  parts: TakeUpParts,
): Promise<void> {
  const found = await untilDone(
    async (again) => {
      const calls = await (again ? parts.unfinished() : reading);
      return { calls, inventory: await parts.inventory() };
    },
    (error) => parts.log.error({ err: error }, 'calls are not taken up yet'),
    signal,
  );
  if (!found || signal.aborted) return;
  const earlier = found.calls.filter(({ arrivedAt }) => arrivedAt < before.at);
  const channels = found.inventory.channels.filter(({ id }) => before.there.has(id));
  const ours = new Set([...before.ours, ...parts.live.keys()]);
  await takeUpAll(earlier, { ...found.inventory, channels }, ours, parts);
  await takenUp(signal, parts);
}

/** Takes up everything that an earlier controller led. */
async function takeUpAll(
  calls: readonly Unfinished[],
  inventory: NodeInventory,
  ours: ReadonlySet<string>,
  parts: TakeUpParts,
): Promise<void> {
  const there = new Map(inventory.channels.map((channel) => [channel.id, channel]));
  const goOn = new Set<string>();
  for (const one of calls) {
    if (ours.has(one.id)) continue;
    const channel = there.get(one.id);
    if (channel?.state === 'Up') for (const id of takeUp(one, inventory, parts)) goOn.add(id);
    else if (!channel || one.direction === 'out')
      await endedMeanwhile(one, channel ? new Date() : one.knownUntil, parts).catch(notTakenUp(one, parts));
  }
  for (const arrival of arrivals(inventory.channels, ours)) answerCall(arrival, parts);
  await takeAwayLeftovers(inventory, { ours, goOn }, parts);
}

async function takenUp(signal: AbortSignal, parts: TakeUpParts): Promise<void> {
  await untilDone(
    () => parts.takenUp(),
    (error) => parts.log.error({ err: error }, 'attempts of an earlier controller are not taken up yet'),
    signal,
  );
}

/** A fault with one call is none of the others'. */
function notTakenUp({ id: callId }: Pick<Unfinished, 'id'>, { log }: TakeUpParts): (error: unknown) => void {
  return (error) => log.error({ err: error, callId }, 'a call could not be taken up');
}

/** @returns the ids of what goes on with it: telephones, and the room of a consultation */
function takeUp(one: Unfinished, inventory: NodeInventory, parts: TakeUpParts): string[] {
  const call = new Call(one, parts);
  call.answered = true;
  if (one.hasTalked) call.result = 'talked';
  try {
    return leadAgain(one, call, inventory, parts);
  } catch (error) {
    notTakenUp(one, parts)(error);
    call.result = 'failed';
    const { services, log } = parts;
    const options = { services, log, longestMs: lastSentenceMs, afterBug: giveUp };
    run(call, cannotGoOn, options).catch(notTakenUp(one, parts));
    return [];
  }
}

const lastSentenceMs = 60_000;

/** He is not left in silence: it is said to him, and he is called back. */
async function cannotGoOn(call: Call): Promise<IvrFlow> {
  await call.music(false);
  return giveUp;
}

function leadAgain(one: Unfinished, call: Call, inventory: NodeInventory, parts: TakeUpParts): string[] {
  const phones = telephonesOf(one, inventory);
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
  led.catch(notTakenUp(one, parts));
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
  if (one.talkingSince) return afterTalk({ kind: 'operator-lost' }, waitedBefore(one, call, parts.services));
  return goOn(one.flow, one);
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
    return afterTalk(await talking, waitedBefore(one, call, services));
  };
}

/** How he stood in the line before he talked; who was called had not waited. */
function waitedBefore({ talked, arrivedAt }: Unfinished, call: Call, services: IvrServices): WaitedAs {
  const queue = personQueue(hotlineOf(call, services));
  return talked ?? { queue, sinceMs: arrivedAt.getTime(), emergency: false };
}

function telephoneOf({ channelId, operatorId }: InCall, node: AsteriskNode): Telephone {
  return operatorId === null ? new Telephone(node, channelId) : new Leg(node, channelId, operatorId);
}

/** Callers who came in the very moment when nobody led: just before this link was up, or before the last one wrote them down. */
function arrivals(channels: readonly AriChannel[], ours: ReadonlySet<string>): Arrival[] {
  return channels
    .filter(({ id, dialplan }) => dialplan.context === carrierContext && readDutyPhoneId(id) === null)
    .filter(({ id }) => !ours.has(id))
    .map((channel) => ({
      channelId: channel.id,
      dialled: channel.dialplan.exten,
      from: channel.caller.number,
      at: new Date(),
    }));
}
