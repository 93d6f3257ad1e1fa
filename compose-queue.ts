import { DateTime } from 'luxon';
import type { Company } from './config/company.ts';
import type { Database } from './db/connect.ts';
import { currentFloorChanges } from './db/queries/floor-changes.ts';
import { handlingsSince } from './db/queries/handling-times.ts';
import { giveUpPlace, mostTries, writeTry } from './db/queries/kept-places.ts';
import { findOperator, listOperators } from './db/queries/operators.ts';
import { figuresSince } from './db/queries/today.ts';
import { HolosError } from './errors.ts';
import type { Bus, StepData } from './events.ts';
import { destinationOf } from './housing/destinations.ts';
import { type AnswerParts, runOptions } from './ivr/answer-calls.ts';
import { calledBack } from './ivr/flows/called-back.ts';
import { type BringParts, bring } from './ivr/queue/bring.ts';
import { type CallBack, callBackWith } from './ivr/queue/call-back.ts';
import { changedBefore } from './ivr/queue/changed-before.ts';
import { type Handling, HandlingTimes } from './ivr/queue/handling-times.ts';
import type { KeptPlace } from './ivr/queue/kept-place.ts';
import { WaitingLine } from './ivr/queue/line.ts';
import { Answers, openFloor } from './ivr/queue/open-floor.ts';
import { Operators } from './ivr/queue/operators.ts';
import { Rulebook, type RulebookParts } from './ivr/queue/rulebook.ts';
import { TalkCounts } from './ivr/queue/talk-counts.ts';
import { Talks } from './ivr/queue/talks.ts';
import type { Logger } from './log.ts';
import { callOut } from './telephony/call/outgoing.ts';
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
    company: Company;
    bus: Bus;
    log: Logger;
    endpointOf: (operatorId: number) => string;
    callBack: CallBack;
    outside: BringParts['outside'];
    mayCall: (operatorId: number, number: string) => Promise<string>;
  },
) {
  const { company, bus, log, endpointOf, callBack } = parts;
  const rulebook = new Rulebook(parts);
  const counts = new TalkCounts(bus, company.timezone, parts.talksToday);
  const handling = new HandlingTimes(bus, parts.handlings);
  const operators = new Operators(bus, (queue) => rulebook.of(queue ?? '').wrapUpSeconds * 1000);
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
  });
  const offering = { operators, answers, endpointOf, log, outside: parts.outside };
  const talks = new Talks({
    ...{ operators, endpointOf, log },
    bring: (call, who, askedBy, signal) =>
      bring(call, who, askedBy, signal, {
        ...offering,
        offerMs: (queue) => rulebook.of(queue).offerSeconds * 1000,
      }),
  });
  return {
    line,
    talks,
    operators,
    answers,
    rulebook,
    floor: openFloor({ operators, line, talks, answers, mayCall: parts.mayCall }),
    close() {
      line.close();
      counts.close();
      handling.close();
      operators.close();
    },
  };
}

/** Three tries over an hour. */
const restMs = 30 * 60_000;
const ringMs = 30_000;

/** How those are called whose turn in the line has come. */
export function callingBack(
  parts: AnswerParts & {
    db: Database;
    operators: Operators;
    answers: Answers;
    endpointFor: (number: string) => string;
  },
): CallBack {
  const { db, node, bus, log, company, operators, answers } = parts;
  const nobodyStops = new AbortController().signal;
  const ring = async ({ number, hotline, language, ...place }: KeptPlace, callId: string) => {
    const callerNumber = company.hotlines.find((one) => one.id === hotline)?.numbers[0] ?? hotline;
    const outgoing = { number, hotline, language, endpoint: parts.endpointFor(number), callerNumber, ringMs };
    const ringing = callOut(outgoing, parts, nobodyStops, callId);
    const step = (data: StepData) => bus.emit('step', { ...data, callId, at: new Date() });
    step({ kind: 'called-back', callbackId: place.callbackId, try: place.tries });
    const { as, residentIds } = await parts.identify(number);
    step({ kind: 'identified', as, residentIds });
    const reached = await ringing;
    if (!('call' in reached)) return null;
    reached.call.residentIds = residentIds;
    return reached.call;
  };
  return callBackWith({
    ...{ node: node.name, operators, answers, ring, welcome: calledBack, mostTries, restMs },
    lead: (call, flow) =>
      void run(call, flow, runOptions(call, parts)).catch((error) =>
        log.error({ err: error, callId: call.id }, 'a call back could not be ended'),
      ),
    promises: {
      tried: (callbackId, notBefore) => writeTry(db, callbackId, notBefore),
      reached: (callbackId) => giveUpPlace(db, callbackId),
    },
  });
}

const refusals = {
  'not-a-number': 'this is no number that can be called',
  foreign: 'numbers abroad may not be called',
  premium: 'numbers that cost more may not be called',
};

/** Which numbers an operator may call, by his role. @throws HolosError `desk.number-refused` with `why` */
export function permission(db: Database, company: Company) {
  return async (operatorId: number, number: string): Promise<string> => {
    const role = (await findOperator(db, operatorId))?.role ?? 'operator';
    const destination = destinationOf(number, role, company);
    if ('dial' in destination) return destination.dial;
    const why = destination.refused;
    throw new HolosError('desk.number-refused', refusals[why], { operatorId, why });
  };
}
