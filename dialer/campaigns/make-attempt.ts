import type { Company, Hotline, Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import * as attempts from '../../db/queries/attempts.ts';
import type { AttemptOutcome, Bus } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { CallParts } from '../../telephony/call/call-parts.ts';
import { callOut, outgoingCallId } from '../../telephony/call/outgoing.ts';
import { run } from '../../telephony/call/runner.ts';
import { goodbye, type SurveyServices, survey } from '../flows/survey.ts';
import { outcomeOf, triesAgain } from './outcome.ts';

export interface AttemptParts extends CallParts {
  company: Company;
  db: Database;
  bus: Bus;
  log: Logger;
  /** The dial string for a number: which trunk it goes out by. */
  endpointFor: (number: string) => string;
  languageOf: (number: string) => Promise<Language | null>;
}

/** A control call is short; one that lasts longer has gone wrong. */
const longestMs = 3 * 60_000;

/** Makes one claimed attempt from the dialling to its outcome. Everything is in the database as soon as it happens. */
export async function makeAttempt(
  attempt: attempts.AttemptRow,
  question: string,
  parts: AttemptParts,
  signal: AbortSignal,
): Promise<void> {
  const hotline = callingHotline(parts.company);
  const chosen = await parts.languageOf(attempt.number);
  const language = hotline.languages.find((one) => one === chosen) ?? hotline.languages[0] ?? 'uk';
  const callId = outgoingCallId(parts.node.name);
  await attempts.attemptDialled(parts.db, attempt.id, callId);
  tell(parts, { ...attempt, state: 'dialling', callId });
  const reached = await callOut(
    {
      hotline: hotline.id,
      number: attempt.number,
      language,
      endpoint: parts.endpointFor(attempt.number),
      callerNumber: hotline.numbers[0] ?? hotline.id,
      ringMs: parts.company.calling.ringSeconds * 1000,
    },
    parts,
    signal,
    callId,
  );
  if ('unreached' in reached) await finish(attempt, outcomeOf(reached.unreached), parts);
  else await ask({ ...attempt, callId }, question, reached.call, parts);
}

/** The conversation of an attempt whose call is answered: at once, or taken up after an interruption. */
export async function ask(
  attempt: attempts.AttemptRow,
  question: string,
  call: Call,
  parts: AttemptParts,
): Promise<void> {
  await attempts.attemptTalking(parts.db, attempt.id);
  tell(parts, { ...attempt, state: 'talking' });
  let refused = false;
  const services: SurveyServices = {
    company: parts.company.name[call.language] ?? parts.company.name.uk ?? '',
    question,
    answered: async () => (await attempts.findAttempt(parts.db, attempt.id))?.answer ?? null,
    record: async (answer) => {
      await attempts.attemptAnswered(parts.db, attempt.id, answer);
      tell(parts, { ...attempt, state: 'talking', answer });
    },
    refuseForGood: async () => {
      for (const ended of await attempts.refuseForGood(parts.db, attempt.number)) tell(parts, ended);
      refused = true;
    },
  };
  await run(call, survey, { services, log: parts.log, longestMs, afterBug: goodbye });
  const answer = (await attempts.findAttempt(parts.db, attempt.id))?.answer ?? null;
  await finish({ ...attempt, answer }, refused ? 'refused-for-good' : outcomeAfterTalk(call, answer), parts);
}

function outcomeAfterTalk(call: Call, answer: number | null): AttemptOutcome {
  if (answer !== null || call.endReason === 'flow-ended') return 'answered';
  return call.endReason === 'caller-hung-up' ? 'hung-up' : 'failed';
}

async function finish(
  attempt: attempts.AttemptRow,
  outcome: AttemptOutcome,
  parts: AttemptParts,
): Promise<void> {
  const { tries, retryMinutes } = parts.company.calling;
  const again = triesAgain(outcome, attempt.try, tries) ? new Date(Date.now() + retryMinutes * 60_000) : null;
  const next = await attempts.finishAttempt(parts.db, attempt.id, outcome, again);
  tell(parts, { ...attempt, state: 'done', outcome });
  if (next) tell(parts, next);
}

export function tell(parts: Pick<AttemptParts, 'bus'>, attempt: attempts.AttemptRow): void {
  const { id, ...rest } = attempt;
  parts.bus.emit('attempt', { attemptId: id, ...rest });
}

function callingHotline(company: Company): Hotline {
  const hotline = company.hotlines.find((one) => one.id === company.calling.hotline);
  // The company file is checked for this when it is read.
  if (!hotline) throw new Error(`calling.hotline ${company.calling.hotline} is not in the company file`);
  return hotline;
}
