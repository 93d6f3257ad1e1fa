import { DateTime } from 'luxon';
import { callingHotline } from './config/calling-hotline.ts';
import { skillsOfNobody } from './config/company/queue-warnings.ts';
import type { Company } from './config/company.ts';
import type { Database } from './db/connect.ts';
import { lookedUp } from './db/in-time.ts';
import { currentFloorChanges } from './db/queries/floor-changes.ts';
import { type Handling, handlingsSince } from './db/queries/handling-times.ts';
import { mostTries, writeTry } from './db/queries/kept-places.ts';
import { languageOf } from './db/queries/number-languages.ts';
import type { LeftState } from './db/queries/operator-events.ts';
import { everyOperator, listOperators } from './db/queries/operators.ts';
import { figuresSince } from './db/queries/today.ts';
import { HolosError } from './errors.ts';
import type { Bus } from './events.ts';
import { destinationOf, type Role } from './housing/destinations.ts';
import { type AnswerParts, runOptions } from './ivr/answer-calls.ts';
import { isCalledBackByItself } from './ivr/call-back-number.ts';
import { calledBack } from './ivr/flows/called-back.ts';
import { ownTalk } from './ivr/flows/own-talk.ts';
import { inTime } from './ivr/in-time.ts';
import { type BringParts, bring } from './ivr/queue/bring.ts';
import { type CallBack, callBackWith } from './ivr/queue/call-back.ts';
import { changedBefore } from './ivr/queue/changed-before.ts';
import { HandlingTimes } from './ivr/queue/handling-times.ts';
import { InternalTalks } from './ivr/queue/internal-talks.ts';
import { WaitingLine } from './ivr/queue/line.ts';
import { Answers, openFloor } from './ivr/queue/open-floor.ts';
import { Operators } from './ivr/queue/operators.ts';
import { OutgoingTalks } from './ivr/queue/outgoing-talk.ts';
import { Rulebook, type RulebookParts } from './ivr/queue/rulebook.ts';
import { Supervisions } from './ivr/queue/supervisions.ts';
import { TalkCounts } from './ivr/queue/talk-counts.ts';
import { Talks } from './ivr/queue/talks.ts';
import { type RingParts, ringResident } from './ivr/ring-resident.ts';
import type { IvrFlow, IvrServices } from './ivr/services.ts';
import type { Logger } from './log.ts';
import type { AsteriskNode } from './telephony/asterisk/node.ts';
import type { operatorPhones } from './telephony/asterisk/operator-phones.ts';
import type { Call } from './telephony/call/call.ts';
import { run } from './telephony/call/runner.ts';

/** What the queue knows from before this start. */
interface QueueMemory extends Pick<RulebookParts, 'operators' | 'changed'> {
  talksToday: ReadonlyMap<number, number>;
  handlings: Handling[];
}

export async function queueMemory(db: Database, company: Company, log: Logger): Promise<QueueMemory> {
  const midnight = DateTime.now().setZone(company.timezone).startOf('day').toJSDate();
  const [operators, changes, handlings, { byOperator }] = await Promise.all([
    listOperators(db),
    currentFloorChanges(db),
    handlingsSince(db, new Date(Date.now() - 3_600_000)),
    figuresSince(db, midnight),
  ]);
  const { left, ...changed } = changedBefore(changes, company);
  for (const change of left)
    log.warn(change, 'a change by a supervisor does not fit the company file: the file holds');
  const everybody = (await everyOperator(db)).map(({ login }) => login);
  for (const { login } of skillsOfNobody(company, everybody))
    log.warn({ login }, 'the company file gives skills to a login that nobody has');
  return {
    operators,
    changed,
    handlings,
    talksToday: new Map([...byOperator].map(([id, { calls }]) => [id, calls])),
  };
}

/** The queue with all its parts, and its side of the desk. */
export function openQueue(
  parts: QueueMemory & {
    /** How an earlier controller has left the operators. */
    left: ReadonlyMap<number, LeftState>;
    company: Company;
    bus: Bus;
    log: Logger;
    phones: Pick<ReturnType<typeof operatorPhones>, 'endpointOf' | 'isThere' | 'onChanged'>;
    callBack: CallBack;
    outside: BringParts['outside'];
    mayCall: (role: Role, number: string) => string;
    outgoing: Parameters<typeof openFloor>[0]['outgoing'];
    node: AsteriskNode;
    /** Whether this call goes on. */
    isLive: (callId: string) => boolean;
    /** Whether a call with this number goes on. */
    isInCall: (number: string) => boolean;
  },
) {
  const { company, bus, log, phones, callBack } = parts;
  const { endpointOf } = phones;
  const rulebook = new Rulebook(parts);
  const counts = new TalkCounts(bus, company.timezone, parts.talksToday);
  const handling = new HandlingTimes(bus, parts.handlings);
  const wrapUpMs = (queue: string | null) => rulebook.of(queue ?? '').wrapUpSeconds * 1000;
  const operators = new Operators(bus, wrapUpMs, parts.left);
  const answers = new Answers();
  const line = new WaitingLine({
    bus,
    log,
    operators,
    rulebook,
    talks: counts,
    handling,
    offers: { answers, endpointOf },
    callBack,
    node: parts.node,
    isInCall: parts.isInCall,
  });
  const offering = { operators, answers, endpointOf, log, outside: parts.outside };
  const talks = new Talks({
    ...{ operators, endpointOf, log, withDispositions: company.dispositions.length > 0 },
    bring: (call, who, askedBy, signal) =>
      bring(call, who, askedBy, signal, {
        ...offering,
        offerMs: (queue) => rulebook.of(queue).offerSeconds * 1000,
      }),
  });
  const { isLive } = parts;
  const supervisions = new Supervisions({ bus, log, operators, endpointOf, talks, isLive });
  const internal = new InternalTalks({
    ...{ bus, log, operators, answers, endpointOf, node: parts.node },
    over: () => line.match(),
  });
  const floor = openFloor({
    ...{ operators, line, talks, supervisions, answers, internal, phones, log },
    ...{ outgoing: parts.outgoing, mayCall: parts.mayCall },
    callingHotline: (named) => callingHotline(company, named).id,
  });
  return {
    line,
    talks,
    supervisions,
    internal,
    operators,
    answers,
    rulebook,
    floor,
    close() {
      floor.close();
      line.close();
      supervisions.close();
      internal.close();
      counts.close();
      handling.close();
      operators.close();
    },
  };
}

interface CallingParts extends AnswerParts, RingParts {
  rulebook: Pick<Rulebook, 'of'>;
  db: Database;
  operators: Operators;
  answers: Answers;
  /** The dial string of an operator's phone. */
  endpointOf: (operatorId: number) => string;
}

function leading(parts: CallingParts) {
  return (call: Call, flow: IvrFlow) =>
    void run(call, flow, runOptions(call, parts)).catch((error) =>
      parts.log.error({ err: error, callId: call.id }, 'a call of ours could not be ended'),
    );
}

/** How those are called whose turn in the line has come. */
export function callingBack(parts: CallingParts): CallBack {
  const { db, node, bus, operators, answers, services, rulebook } = parts;
  const restMs = (queue: string) => rulebook.of(queue).callAgainSeconds * 1000;
  const nobodyStops = new AbortController().signal;
  return callBackWith({
    ...{ node: node.name, bus, operators, answers, welcome: calledBack, mostTries, restMs },
    // A place that was kept while other numbers might be called: then people decide.
    ring: async ({ number, hotline, language, callbackId, tries }, callId) => {
      if (!isCalledBackByItself(number, services)) return null;
      const why = { kind: 'called-back', callbackId, try: tries } as const;
      return ringResident({ number, hotline, language, callId, why }, parts, nobodyStops);
    },
    lead: leading(parts),
    promises: {
      // An operator is reserved meanwhile: a database that stands still must not keep him from those who wait.
      tried: (callbackId, made) => lookedUp(writeTry(db, callbackId, made)),
      reached: (callbackId) => services.callbacks.reached(callbackId),
    },
  });
}

/** How operators call residents. */
export function operatorsCalling(parts: CallingParts): OutgoingTalks<IvrServices> {
  const { db, node, operators, answers, endpointOf, company, log } = parts;
  return new OutgoingTalks({
    ...{ node, operators, answers, endpointOf, log, talk: ownTalk, lead: leading(parts) },
    async ring({ operatorId, callId, number, hotline }, signal, known) {
      const spoken = callingHotline(company, hotline).languages;
      const chosen = await inTime(
        () => languageOf(db, number),
        null,
        (error) =>
          log.error({ err: error, callId }, 'the language of one who is called could not be looked up'),
      );
      const language = spoken.find((one) => one === chosen) ?? spoken[0] ?? 'uk';
      const why = { kind: 'dialled', operatorId } as const;
      return ringResident({ number, hotline, language, callId, why }, parts, signal, known);
    },
  });
}

const refusals = {
  'not-a-number': 'this is no number that can be called',
  foreign: 'numbers abroad may not be called',
  premium: 'numbers that cost more may not be called',
};

/** Which numbers an operator may call, by his role; the desk knows it, also while the database is away. @throws HolosError `desk.number-refused` with `why` */
export function permission(company: Company) {
  return (role: Role, number: string): string => {
    const destination = destinationOf(number, role, company);
    if ('dial' in destination) return destination.dial;
    const why = destination.refused;
    throw new HolosError('desk.number-refused', refusals[why], { role, why });
  };
}
