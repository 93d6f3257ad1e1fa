import type { AttemptOutcome, AttemptState } from '../../events.ts';
import { type Database, insertOrMerge, inTransaction } from '../connect.ts';

/** One try to reach one number. */
export interface AttemptRow {
  id: number;
  campaignId: number;
  number: string;
  try: number;
  state: AttemptState;
  outcome: AttemptOutcome | null;
  answer: number | null;
  callId: string | null;
}

const columns = {
  id: 'attempts.id',
  campaignId: 'attempts.campaign_id',
  number: 'attempts.number',
  try: 'attempts.try',
  state: 'attempts.state',
  outcome: 'attempts.outcome',
  answer: 'attempts.answer',
  callId: 'attempts.call_id',
};

/**
 * Takes attempts of running campaigns that are due, at most `limit`, first those due first: they are this node's now, and
 * `dialling`. Rows that another node is just taking are passed over, so none is taken twice. Who refused for good is left
 * in peace, and who is being called just now, by another campaign, is not called a second time beside it; neither is who is `inCall`
 * otherwise (E.164).
 */
export async function claimAttempts(
  db: Database,
  node: string,
  limit: number,
  now: Date,
  inCall: readonly string[] = [],
): Promise<AttemptRow[]> {
  return inTransaction(db, async (trx) => {
    // Read apart: a claim that locked the campaigns' rows too would let nobody else claim at the same time.
    const running: number[] = await trx('campaigns').where({ state: 'running' }).pluck('id');
    const called: string[] = await trx('attempts').whereIn('state', ['dialling', 'talking']).pluck('number');
    const due: AttemptRow[] = await trx('attempts')
      .select(columns)
      .whereIn('campaign_id', running)
      .where('state', 'waiting')
      .where('not_before', '<=', now)
      .whereNotIn('number', trx('refusals').select('number'))
      .whereNotIn('number', [...called, ...inCall])
      .orderBy(['not_before', 'id'])
      .limit(limit)
      .forUpdate()
      .skipLocked();
    const taken = due.filter((one, i) => due.findIndex(({ number }) => number === one.number) === i);
    const ids = taken.map((one) => one.id);
    await trx('attempts').whereIn('id', ids).update({ state: 'dialling', claimed_by: node });
    return taken.map((one) => ({ ...one, state: 'dialling' as const }));
  });
}

export async function findAttempt(db: Database, id: number): Promise<AttemptRow | null> {
  return (await db('attempts').select(columns).where({ id }).first()) ?? null;
}

export async function findAttemptByCall(db: Database, callId: string): Promise<AttemptRow | null> {
  return (await db('attempts').select(columns).where({ call_id: callId }).first()) ?? null;
}

/** All attempts of a campaign, in the order they were written down. */
export async function attemptsOf(db: Database, campaignId: number): Promise<AttemptRow[]> {
  return db('attempts').select(columns).where({ campaign_id: campaignId }).orderBy('id');
}

/** Attempts that go on, newest first. */
export async function attemptsGoingOn(db: Database): Promise<AttemptRow[]> {
  return db('attempts').select(columns).whereIn('state', ['dialling', 'talking']).orderBy('id', 'desc');
}

export async function attemptDialled(db: Database, id: number, callId: string): Promise<void> {
  await db('attempts').where({ id }).update({ call_id: callId, started_at: new Date() });
}

export async function attemptTalking(db: Database, id: number): Promise<void> {
  await db('attempts').where({ id, state: 'dialling' }).update({ state: 'talking' });
}

export async function attemptAnswered(db: Database, id: number, answer: number): Promise<void> {
  await db('attempts').where({ id }).update({ answer });
}

/**
 * The attempt is done. Where there is a next try it is written down in the same transaction, and given.
 * Finishing twice changes nothing and makes no second next try.
 */
export async function finishAttempt(
  db: Database,
  id: number,
  outcome: AttemptOutcome,
  nextTryAt: Date | null,
): Promise<AttemptRow | null> {
  return inTransaction(db, async (trx) => {
    const changed = await trx('attempts')
      .where({ id })
      .whereNot('state', 'done')
      .update({ state: 'done', outcome, ended_at: new Date() });
    if (!changed || !nextTryAt) return null;
    const done = (await findAttempt(trx, id)) as AttemptRow;
    const next = {
      campaign_id: done.campaignId,
      number: done.number,
      try: done.try + 1,
      not_before: nextTryAt,
    };
    const [nextId] = await trx('attempts').insert(next);
    return findAttempt(trx, Number(nextId));
  });
}

/** How often this number was tried in this campaign, the try that goes on among them; those that we broke off do not count. */
export async function triesOf(
  db: Database,
  { campaignId, number }: Pick<AttemptRow, 'campaignId' | 'number'>,
): Promise<number> {
  const [row] = await db('attempts')
    .where({ campaign_id: campaignId, number })
    .whereNot('state', 'waiting')
    .where((counts) => counts.whereNull('outcome').orWhereNot('outcome', 'failed'))
    .count({ tries: 'id' });
  return Number(row?.tries ?? 0);
}

/** So often somebody is dialled anew whose try failed by a fault of ours: a fault that stays must not ring for ever. */
export const mostBrokenOff = 5;

/** It was taken, but nobody is dialled: it waits again, and is as if it had not been taken. */
export async function putBackAttempt(
  db: Database,
  attempt: AttemptRow,
  notBefore: Date,
): Promise<AttemptRow> {
  const back = { call_id: null, started_at: null, not_before: notBefore };
  await db('attempts')
    .where({ id: attempt.id })
    .update({ state: 'waiting', claimed_by: null, ...back });
  return { ...attempt, state: 'waiting', callId: null };
}

/**
 * We broke it off before anybody was reached. One that was dialled is done and keeps its call, and another takes its place, but only so
 * often; one that was only taken waits again.
 * @returns every attempt that this changed or made
 */
export async function breakOffAttempt(db: Database, id: number, notBefore: Date): Promise<AttemptRow[]> {
  return inTransaction(db, async (trx) => {
    const attempt = await findAttempt(trx, id);
    if (!attempt || attempt.state === 'done') return [];
    if (attempt.callId === null) return [await putBackAttempt(trx, attempt, notBefore)];
    const again = (await brokenOff(trx, attempt)) < mostBrokenOff ? notBefore : null;
    const next = await finishAttempt(trx, id, 'failed', again);
    return [{ ...attempt, state: 'done', outcome: 'failed' }, ...(next ? [next] : [])];
  });
}

/**
 * The carrier itself has refused these, as is known only now: some may stand as refused by those whom they called. They cost no try, and
 * who waits for no other is called again, but only so often. What a finished campaign has stays as it is.
 * @returns every attempt that this changed or made
 */
export async function refusedByCarrier(
  db: Database,
  ids: readonly number[],
  notBefore: Date,
): Promise<AttemptRow[]> {
  return inTransaction(db, async (trx) => {
    const unfinished = trx('campaigns').whereNot({ state: 'finished' }).select('id');
    const refused: AttemptRow[] = await trx('attempts')
      .select(columns)
      .whereIn('id', [...ids])
      .whereIn('campaign_id', unfinished)
      .orderBy('id')
      .forUpdate();
    const changed: AttemptRow[] = [];
    for (const { id, campaignId: campaign_id, number, ...one } of refused) {
      const others = trx('attempts')
        .where({ campaign_id, number })
        .whereNot({ id })
        .whereNot('state', 'done');
      if (await others.first()) {
        await trx('attempts').where({ id }).update({ outcome: 'failed' });
        changed.push({ ...one, id, number, campaignId: campaign_id, outcome: 'failed' });
      } else {
        await trx('attempts').where({ id }).update({ state: 'dialling', outcome: null });
        changed.push(...(await breakOffAttempt(trx, id, notBefore)));
      }
    }
    return changed;
  });
}

async function brokenOff(db: Database, { campaignId, number }: AttemptRow): Promise<number> {
  const [row] = await db('attempts')
    .where({ campaign_id: campaignId, number, outcome: 'failed' })
    .count({ times: 'id' });
  return Number(row?.times ?? 0);
}

/**
 * What this node had taken and does not make any more (it died): an attempt that reached somebody is done, so that nobody is
 * called again who was already asked, and refused where its number has refused; one that only rang is made again. `made`: what goes on, by its call or by itself.
 * @returns every attempt that this changed or made
 */
export async function recoverAttempts(
  db: Database,
  node: string,
  made: { calls: readonly string[]; attempts: readonly number[] },
): Promise<AttemptRow[]> {
  return inTransaction(db, async (trx) => {
    const left: AttemptRow[] = await trx('attempts')
      .select(columns)
      .where({ claimed_by: node })
      .whereIn('state', ['dialling', 'talking'])
      .whereNotIn('id', [...made.attempts])
      .where((call) => call.whereNull('call_id').orWhereNotIn('call_id', [...made.calls]))
      .forUpdate();
    const answered = await answeredCalls(trx, left);
    const refused = await refusedNumbers(
      trx,
      left.map(({ number }) => number),
    );
    const changed: AttemptRow[] = [];
    for (const one of left) {
      const hasRefused = refused.has(one.number);
      if (one.state === 'talking' || answered.has(one.callId) || hasRefused) {
        const outcome = one.answer !== null ? 'answered' : hasRefused ? 'refused-for-good' : 'failed';
        await finishAttempt(trx, one.id, outcome, null);
        changed.push({ ...one, state: 'done', outcome });
      } else changed.push(...(await breakOffAttempt(trx, one.id, new Date())));
    }
    return changed;
  });
}

/** One who died between the answer and its being written at the attempt has told the log of events. */
async function answeredCalls(db: Database, of: readonly AttemptRow[]): Promise<Set<string | null>> {
  const ids = of.flatMap(({ callId }) => callId ?? []);
  return new Set(await db('calls').whereIn('id', ids).whereNotNull('answered_at').pluck('id'));
}

/** Which of these numbers asked never to be called automatically again. */
export async function refusedNumbers(db: Database, numbers: readonly string[]): Promise<Set<string>> {
  const rows: { number: string }[] = await db('refusals')
    .select('number')
    .whereIn('number', [...numbers]);
  return new Set(rows.map((row) => row.number));
}

/**
 * This number is never called automatically again. What still waited for it, in any campaign, is done.
 * @returns the attempts that are done by this
 */
export async function refuseForGood(db: Database, number: string): Promise<AttemptRow[]> {
  return inTransaction(db, async (trx) => {
    const at = new Date();
    await insertOrMerge(trx, 'refusals', { number, at }, { key: 'number', merged: ['number'] });
    const ids: number[] = await trx('attempts').where({ number, state: 'waiting' }).forUpdate().pluck('id');
    await trx('attempts')
      .whereIn('id', ids)
      .update({ state: 'done', outcome: 'refused-for-good', ended_at: at });
    return trx('attempts').select(columns).whereIn('id', ids).orderBy('id');
  });
}
