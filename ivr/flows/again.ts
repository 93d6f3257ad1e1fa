import { z } from 'zod';
import type { Given } from '../../telephony/call/runner.ts';
import type { IvrFlow } from '../services.ts';
import type { Unfinished } from '../take-up-calls.ts';
import { afterTalk } from './after-talk.ts';
import { announcements } from './announcements.ts';
import { certificate } from './certificate.ts';
import { chooseLanguage } from './choose-language.ts';
import { callAgain, closed, promiseCallback } from './closed.ts';
import { closedMessage } from './closed-message.ts';
import { debt } from './debt.ts';
import { languageThen, toPerson } from './detour.ts';
import { dutyTelephone } from './duty-telephone.ts';
import { emergencyNumber } from './emergency-number.ts';
import { feedback } from './feedback.ts';
import { giveUp } from './give-up.ts';
import { knownBreakdown } from './known-breakdown.ts';
import { leaveRequest } from './leave-request.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';
import { callBackLater, nobodyThere, operator } from './operator.ts';
import { outsideTelephone } from './outside-telephone.ts';
import { byPerson, readings } from './readings.ts';
import { unavailable } from './unavailable.ts';
import { welcome } from './welcome.ts';

/** A flow as the log of events has it. */
export interface LoggedFlow {
  flow: string;
  given?: Given;
}

/** Flows that are made for nothing in particular. */
const plain: readonly IvrFlow[] = [
  announcements,
  callAgain,
  certificate,
  chooseLanguage,
  closedMessage,
  debt,
  emergencyNumber,
  feedback,
  giveUp,
  knownBreakdown,
  leaveRequest,
  mainMenu,
  noChoice,
  promiseCallback,
  readings,
  toPerson,
  unavailable,
];

const logged: z.ZodType<LoggedFlow> = z.object({
  flow: z.string(),
  given: z.record(z.string(), z.unknown()).optional(),
});
const queue = z.string();
const place = z.object({
  queue,
  sinceMs: z.number().optional(),
  waitsSinceMs: z.number().optional(),
  patient: z.boolean().optional(),
  emergency: z.boolean().optional(),
  triedOutside: z.boolean().optional(),
  firstTo: z.number().optional(),
  calledBack: z.boolean().optional(),
  firstAtMs: z.number().optional(),
  keptFor: z.object({ operatorId: z.number(), untilMs: z.number() }).optional(),
});
const waited = z.object({ queue, sinceMs: z.number(), emergency: z.boolean() });
const talked = waited.extend({ waitsSinceMs: z.number().optional() });
const outside = z.object({ number: z.string(), waiting: logged, sentOn: z.boolean().optional() });
const sentTo = z.union([
  z.object({ queue }),
  z.object({ operatorId: z.number() }),
  z.object({ number: z.string() }),
]);
const talkEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(['operator-ended', 'operator-lost']) }),
  z.object({ kind: z.literal('transferred'), to: sentTo }),
]);

type Make = (given: Given) => IvrFlow | null;

/** Null where the log has something else: an earlier version made this flow in another way. */
function from<T>(schema: z.ZodType<T>, make: (given: T) => IvrFlow): Make {
  return (given) => {
    const read = schema.safeParse(given);
    return read.success ? make(read.data) : null;
  };
}

/** Flows that are made for something, from what the log has of it. */
const made: Record<string, Make> = {
  // Nothing was heard yet, and nothing asked.
  arrive: () => welcome({ languageKnown: false }),
  welcome: from(z.object({ languageKnown: z.boolean() }), welcome),
  changeLanguage: from(z.object({ next: logged }), ({ next }) => languageThen(flowAgain(next))),
  operator: from(place, ({ queue, ...options }) => operator(queue, options)),
  nobodyThere: from(place, ({ queue, ...options }) => nobodyThere(queue, options)),
  callBackLater: from(waited, callBackLater),
  afterTalk: from(z.object({ end: talkEnd, waited: talked }), ({ end, waited }) => afterTalk(end, waited)),
  outsideTelephone: from(outside, ({ number, waiting, sentOn }) =>
    outsideTelephone(number, flowAgain(waiting), { sentOn }),
  ),
  closed: from(z.object({ queue: queue.optional() }), (given) => closed(given.queue)),
  dutyTelephone: from(z.object({ number: z.string() }), ({ number }) => dutyTelephone(number)),
  readingsByPerson: from(z.object({ sentence: z.string() }), ({ sentence }) => byPerson(sentence)),
  // The operator who had called is lost: a talk that goes on is taken up as such.
  ownTalk: () => toPerson,
  // The apology has been begun.
  trouble: () => toPerson,
};

/** Flows in which a call is only taken up: the caller is where he was before. */
export const takingUp: readonly string[] = ['goOn', 'talkAgain', 'onDutyAgain', 'cannotGoOn'];

/** Where the question of the language leads once it is answered; null for a flow that does not ask it. */
export function afterLanguage({ flow, given }: LoggedFlow): LoggedFlow | null {
  if (flow === chooseLanguage.name) return { flow: mainMenu.name };
  return flow === 'changeLanguage' ? (logged.safeParse(given?.next).data ?? null) : null;
}

/** The line, for a caller who stood in it: at his place, and as he waited there. Nobody asks him again whether he wants to wait. */
export function lineAgain(flow: LoggedFlow | null, waiting: NonNullable<Unfinished['waiting']>): IvrFlow {
  const { queue, since, emergency, keptFor } = waiting;
  const how = place.safeParse(flow?.given).data;
  // Whose operator was lost stands first without a word of a supervisor's, until one has sent him to another queue.
  const firstAtMs = waiting.firstAtMs ?? (how?.queue === queue ? how.firstAtMs : undefined);
  return operator(queue, { ...how, firstAtMs, keptFor, sinceMs: since.getTime(), patient: true, emergency });
}

/** The flow that a call was in, for a controller that takes the call up: it begins again. What nobody knows is the main menu. */
export function flowAgain(one: LoggedFlow): IvrFlow {
  return knownFlow(one) ?? mainMenu;
}

/** Null: there is no such flow, or not made in this way. */
export function knownFlow({ flow, given = {} }: LoggedFlow): IvrFlow | null {
  const make = made[flow];
  return make ? make(given) : (plain.find((one) => one.name === flow) ?? null);
}
