import { callerNumber, callingHotline } from '../../config/calling-hotline.ts';
import type { Company, Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { lookedUp } from '../../db/in-time.ts';
import * as attempts from '../../db/queries/attempts.ts';
import type { AttemptOutcome, Bus } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { CallParts } from '../../telephony/call/call-parts.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { callOut, outgoingCallId } from '../../telephony/call/outgoing.ts';
import { type Flow, run } from '../../telephony/call/runner.ts';
import { goodbye, type SurveyServices, survey } from '../flows/survey.ts';
import type { Carrier } from './carrier.ts';
import { outcomeOf, triesAgain } from './outcome.ts';
import { mayCallAt } from './window.ts';
import { written } from './written.ts';

export interface AttemptParts extends CallParts {
  company: Company;
  db: Database;
  bus: Bus;
  log: Logger;
  /** The dial string for a number: which trunk it goes out by. */
  endpointFor: (number: string) => string;
  languageOf: (number: string) => Promise<Language | null>;
  now?: () => Date;
}

/** A control call is short; one that lasts longer has gone wrong. */
const longestMs = 3 * 60_000;

/**
 * Dials one claimed attempt. Everything is in the database as soon as it happens.
 * @returns the attempt with its answered call, to be led by `ask`; null when nobody was reached and that is written, or when he is not to
 *   be called now, and waits again.
 * @throws the signal's reason, or what went wrong on our side before anybody was reached.
 */
export async function dialAttempt(
  claimed: attempts.AttemptRow,
  parts: AttemptParts,
  carrier: Carrier,
  signal: AbortSignal,
): Promise<{ attempt: attempts.AttemptRow; call: Call } | null> {
  const hotline = callingHotline(parts.company);
  const chosen = await parts.languageOf(claimed.number);
  const language = hotline.languages.find((one) => one === chosen) ?? hotline.languages[0] ?? 'uk';
  const callId = outgoingCallId(parts.node.name);
  await attempts.attemptDialled(parts.db, claimed.id, callId);
  const attempt = { ...claimed, callId };
  // The database may have stood still for hours since it was claimed, or the whole machine.
  if (!mayBeCalledNow(attempt.number, parts)) {
    const putBack = () => attempts.putBackAttempt(parts.db, attempt, new Date());
    tell(parts, await written(putBack, parts.log, signal));
    return null;
  }
  tell(parts, attempt);
  const reached = await callOut(
    {
      hotline: hotline.id,
      number: attempt.number,
      language,
      endpoint: parts.endpointFor(attempt.number),
      callerNumber: callerNumber(parts.company),
      ringMs: parts.company.calling.ringSeconds * 1000,
    },
    parts,
    signal,
    callId,
  );
  if ('call' in reached) {
    carrier.goesThrough();
    return { attempt, call: reached.call };
  }
  // With Asterisk away nobody knows whether he would have picked up.
  if (reached.unreached === 'asterisk-lost')
    throw new NotReached(reached.unreached, { attemptId: attempt.id });
  const refused = reached.byCarrier ? carrier.refuses(attempt, nowBy(parts)) : [];
  if (!reached.byCarrier) carrier.goesThrough();
  if (refused.length === 0) await finish(attempt, outcomeOf(reached.unreached), parts, signal);
  else await waitForCarrier(refused, carrier, parts, signal);
  return null;
}

/** They are called once the carrier has had its rest, as if they had not been called yet. */
async function waitForCarrier(
  refused: readonly number[],
  { restsUntil }: Carrier,
  parts: AttemptParts,
  signal: AbortSignal,
): Promise<void> {
  const until = restsUntil ?? nowBy(parts);
  const changed = await written(() => attempts.refusedByCarrier(parts.db, refused, until), parts.log, signal);
  for (const attempt of changed) tell(parts, attempt);
}

function mayBeCalledNow(number: string, parts: AttemptParts): boolean {
  return mayCallAt(nowBy(parts), parts.company) && !numbersInCall(parts.live).includes(number);
}

export function nowBy({ now }: Pick<AttemptParts, 'now'>): Date {
  return now?.() ?? new Date();
}

/** Who is in a call with us or rung for one (E.164): his telephone would be busy, or ring into his talk. */
export function numbersInCall(live: CallParts['live']): string[] {
  return [...live.values()].flatMap(({ number }) => number ?? []);
}

/**
 * The conversation of an attempt whose call is answered: at once, or taken up after an interruption. Nothing stands between the
 * answer and the first word: what is to be written is written beside it, as soon as the database takes it.
 * @param attempt with what is known already of a talk that is taken up
 */
export async function ask(
  { refused = false, ...attempt }: attempts.AttemptRow & { refused?: boolean },
  question: string,
  call: Call,
  parts: AttemptParts,
  signal: AbortSignal,
): Promise<void> {
  const begun = written(() => attempts.attemptTalking(parts.db, attempt.id), parts.log, signal);
  // Met at the await below.
  begun.catch(() => undefined);
  tell(parts, { ...attempt, state: 'talking' });
  let { answer } = attempt;
  let failed = false;
  let owed: (() => Promise<void>) | null = null;
  /**
   * Before he is thanked, but he does not wait for a database that is frozen; what cannot be written now is not lost, and is written when
   * the database takes it.
   */
  const write = async (work: () => Promise<void>) => {
    const first = work();
    // One after the other: what is still under way is not overtaken.
    owed = () => first.catch(work);
    await lookedUp(first);
    owed = null;
  };
  const services: SurveyServices = {
    company: parts.company.name[call.language] ?? parts.company.name.uk ?? '',
    question,
    answered: () => answer,
    refused: () => refused,
    record: (given) =>
      write(async () => {
        await attempts.attemptAnswered(parts.db, attempt.id, given);
        answer = given;
        tell(parts, { ...attempt, state: 'talking', answer });
      }),
    refuseForGood: () =>
      write(async () => {
        for (const ended of await attempts.refuseForGood(parts.db, attempt.number)) tell(parts, ended);
        refused = true;
      }),
  };
  // Nobody is kept on the line for our trouble.
  const afterBug: Flow<SurveyServices> = async function trouble() {
    failed = true;
    return goodbye;
  };
  try {
    await run(call, survey, { services, log: parts.log, longestMs, afterBug });
  } finally {
    await begun;
    if (owed) await written(owed, parts.log, signal);
    const outcome = refused ? 'refused-for-good' : outcomeAfterTalk(call, answer, failed);
    await finish({ ...attempt, answer }, outcome, parts, signal);
  }
}

function outcomeAfterTalk(call: Call, answer: number | null, failed: boolean): AttemptOutcome {
  if (answer !== null || (call.endReason === 'flow-ended' && !failed)) return 'answered';
  return call.endReason === 'caller-hung-up' ? 'hung-up' : 'failed';
}

async function finish(
  attempt: attempts.AttemptRow,
  outcome: AttemptOutcome,
  parts: AttemptParts,
  signal: AbortSignal,
): Promise<void> {
  const { tries, retryMinutes } = parts.company.calling;
  const next = await written(
    async () => {
      const tried = await attempts.triesOf(parts.db, attempt);
      const again = triesAgain(outcome, tried, tries) ? new Date(Date.now() + retryMinutes * 60_000) : null;
      return attempts.finishAttempt(parts.db, attempt.id, outcome, again);
    },
    parts.log,
    signal,
  );
  tell(parts, { ...attempt, state: 'done', outcome });
  if (next) tell(parts, next);
}

export function tell(parts: Pick<AttemptParts, 'bus'>, attempt: attempts.AttemptRow): void {
  const { id, ...rest } = attempt;
  parts.bus.emit('attempt', { attemptId: id, ...rest });
}
