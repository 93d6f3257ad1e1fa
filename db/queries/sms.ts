import { type Database, insertOrMerge, inTransaction } from '../connect.ts';

/** What becomes of an SMS: see housing/messages/messages.ts. */
export type SmsState = 'kept' | 'waiting' | 'sending' | 'sent' | 'failed';

export interface SmsRow {
  id: number;
  /** E.164. */
  number: string;
  text: string;
  /** What for: `certificate-ready`, `emergency-number` … */
  why: string;
  callId: string | null;
  /** What it tells, where it is told only once. */
  once: string | null;
  state: SmsState;
  tries: number;
  createdAt: Date;
  /** When it was sent, or given up. */
  endedAt: Date | null;
  /** What came of the last try. */
  fault: string | null;
}

const columns = {
  id: 'id',
  number: 'number',
  text: 'text',
  why: 'why',
  callId: 'call_id',
  once: 'once',
  state: 'state',
  tries: 'tries',
  createdAt: 'created_at',
  endedAt: 'ended_at',
  fault: 'fault',
};

export interface NewSms {
  number: string;
  text: string;
  why: string;
  callId: string | null;
  /** What it tells: of two with the same only the first is written. */
  once?: string;
  state: 'kept' | 'waiting';
  createdAt: Date;
}

export async function writeSms(db: Database, sms: NewSms): Promise<void> {
  const row = {
    number: sms.number,
    text: sms.text,
    why: sms.why,
    call_id: sms.callId,
    once: sms.once ?? null,
    state: sms.state,
    not_before: sms.createdAt,
    created_at: sms.createdAt,
  };
  await insertOrMerge(db, 'sms', row, { key: 'once', merged: ['once'] });
}

/** Takes messages that are due, oldest first: they are `by`’s now, and `sending`. Rows that another is just taking are passed over. */
export async function claimSms(db: Database, by: string, limit: number, now: Date): Promise<SmsRow[]> {
  return inTransaction(db, async (trx) => {
    const due: SmsRow[] = await trx('sms')
      .select(columns)
      .where('state', 'waiting')
      .where('not_before', '<=', now)
      .orderBy(['not_before', 'id'])
      .limit(limit)
      .forUpdate()
      .skipLocked();
    await trx('sms')
      .whereIn(
        'id',
        due.map((one) => one.id),
      )
      .update({ state: 'sending', claimed_by: by, tries: trx.raw('tries + 1') });
    return due.map((one) => ({ ...one, state: 'sending' as const, tries: one.tries + 1 }));
  });
}

/** What came of a try. A message that is not being sent any more stays as it is: false. */
export async function smsTried(
  db: Database,
  id: number,
  after: { state: 'sent' | 'failed' | 'waiting'; notBefore: Date; fault: string | null; at: Date },
): Promise<boolean> {
  const written = await db('sms')
    .where({ id, state: 'sending' })
    .update({
      state: after.state,
      not_before: after.notBefore,
      claimed_by: null,
      ended_at: after.state === 'waiting' ? null : after.at,
      fault: after.fault,
    });
  return written > 0;
}

/** What `by` was sending when it died. Nobody knows whether it went out, so it is given up rather than sent twice. In a transaction. */
export async function giveUpSms(trx: Database, by: string, fault: string, at: Date): Promise<SmsRow[]> {
  const lost: SmsRow[] = await trx('sms')
    .select(columns)
    .where({ claimed_by: by, state: 'sending' })
    .forUpdate();
  await trx('sms')
    .whereIn(
      'id',
      lost.map((one) => one.id),
    )
    .update({ state: 'failed', ended_at: at, fault, claimed_by: null });
  return lost;
}

/** The latest messages to a number, newest first. */
export async function smsToNumber(db: Database, number: string, limit = 20): Promise<SmsRow[]> {
  return db('sms')
    .select(columns)
    .where({ number })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}
