import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Company } from '../../config/company.ts';
import type { Settings } from '../../config/settings.ts';
import type { Database } from '../../db/connect.ts';
import { metersOfAccounts, type NumberedAccount, numberedAccounts } from '../../db/queries/meters.ts';
import { currentReadings, type NewReading, storeReading } from '../../db/queries/readings.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { accountInTurn, sourceSubject, takeTurn, type WaitForTurn } from '../accounts/turn.ts';
import { Journal } from './journal.ts';
import { type KnownMeter, knownMeter } from './known-meter.ts';
import { isOpenOn, periodOf } from './period.ts';
import { type Doubt, isInService, type Judgement, judge } from './plausibility.ts';

/** What a caller has confirmed. */
export interface HandedIn {
  /** From `newEntry`: the act of handing it in. */
  entry: string;
  meter: KnownMeter;
  /** With three decimals, as it was judged. */
  value: string;
  doubts: readonly Doubt[];
  callId: string;
}

/** `database` and `journal`: it will not be lost. `nowhere`: it could not be kept, and the caller must be told. */
export interface Recorded {
  kept: 'database' | 'journal' | 'nowhere';
  /** It takes the place of one that was handed in before, in this period. */
  replaced: boolean;
}

export type Away = 'away';

export interface Meters {
  /** The accounts of those who may be calling; `away`, here and below: the database does not answer in time. */
  accountsOf(residentIds: readonly number[]): Promise<NumberedAccount[] | Away>;
  /** Whose account has this number; null when nobody's, or when the source has guessed too often: see `Accounts.find`. */
  accountByNumber(number: string, source: string | null, wait: WaitForTurn): Promise<number | null | Away>;
  /** The meters of an account with what is known of them. */
  ofAccount(accountId: number): Promise<KnownMeter[] | Away>;
  /** Whether readings are taken today. */
  isOpen(): boolean;
  isInService(meter: KnownMeter): boolean;
  judge(typed: string, meter: KnownMeter): Judgement;
  newEntry(): string;
  /** Keeps what was confirmed: in the database, or in a journal while that is away. Twice is the same as once. @throws HolosError `meter.unknown` */
  record(reading: HandedIn): Promise<Recorded>;
  close(): Promise<void>;
}

export interface MetersParts {
  db: Database;
  company: Pick<Company, 'timezone' | 'readings'>;
  settings: Pick<Settings, 'home'>;
  log: Logger;
  now?: () => Date;
}

/** Nobody is kept waiting on the line for a slow database. */
const databaseMs = 2_000;

export async function createMeters(parts: MetersParts): Promise<Meters> {
  const { db, company, log, now = () => new Date() } = parts;
  const rules = company.readings;
  const dayOf = (at: Date) =>
    DateTime.fromJSDate(at, { zone: company.timezone }).toISODate() ?? at.toISOString().slice(0, 10);
  const journal = await Journal.open<NewReading>({
    file: path.join(parts.settings.home, 'readings.journal'),
    read: (line) => journalled.safeParse(line).data ?? null,
    write: (reading) => storeReading(db, reading),
    log,
  });
  const unlessAway = async <T>(work: Promise<T>): Promise<T | Away> => {
    try {
      return await inTime(work);
    } catch (error) {
      log.error({ err: error }, 'meters could not be looked up');
      return 'away';
    }
  };
  return {
    accountsOf: (residentIds) => unlessAway(numberedAccounts(db, residentIds)),
    async accountByNumber(number, source, wait) {
      const who = sourceSubject(source);
      const turn = await unlessAway(takeTurn(db, [], who, new Date()));
      if (turn === 'away') return turn;
      if (turn.waitMs > 0) await wait(turn.waitMs);
      return unlessAway(accountInTurn(db, number, who, turn));
    },
    ofAccount: (accountId) => unlessAway(metersOf(db, accountId, periodOf(dayOf(now()), rules), dayOf)),
    isOpen: () => isOpenOn(dayOf(now()), rules),
    isInService: (meter) => isInService(meter, dayOf(now())),
    judge: (typed, meter) => judge(typed, meter, dayOf(now()), rules),
    newEntry: randomUUID,
    async record({ entry, meter, value, doubts, callId }) {
      const takenAt = now();
      const period = periodOf(dayOf(takenAt), rules);
      const reading = {
        entry,
        meterId: meter.id,
        period,
        value,
        takenAt,
        source: 'call' as const,
        callId,
        doubts,
      };
      try {
        return { kept: 'database', ...(await inTime(storeReading(db, reading))) };
      } catch (error) {
        if (codeOf(error) === 'meter.unknown') throw error;
        log.error({ err: error, callId, meterId: meter.id }, 'a reading goes to the journal');
        return { kept: await keptIn(journal, reading, log), replaced: meter.ofThisPeriod !== null };
      }
    },
    close: () => journal.close(),
  };
}

async function metersOf(
  db: Database,
  accountId: number,
  period: string,
  dayOf: (at: Date) => string,
): Promise<KnownMeter[]> {
  const meters = await metersOfAccounts(db, [accountId]);
  const readings = await currentReadings(
    db,
    meters.map((meter) => meter.id),
  );
  return meters.map((meter) =>
    knownMeter(
      meter,
      readings.filter((one) => one.meterId === meter.id),
      period,
      dayOf,
    ),
  );
}

async function keptIn(journal: Journal<NewReading>, reading: NewReading, log: Logger) {
  try {
    await journal.append(reading);
    return 'journal' as const;
  } catch (error) {
    log.error({ err: error, meterId: reading.meterId }, 'a reading could not be kept');
    return 'nowhere' as const;
  }
}

/** A write that is late may still come to its end: it is written again from the journal, and that changes nothing. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = async () => {
    await pause(databaseMs, undefined, { signal: over.signal });
    throw new HolosError('meters.away', `the database did not answer within ${databaseMs} ms`);
  };
  try {
    return await Promise.race([work, late()]);
  } finally {
    over.abort();
  }
}

const journalled = z.strictObject({
  entry: z.string(),
  meterId: z.number(),
  period: z.string(),
  value: z.string(),
  takenAt: z.coerce.date(),
  source: z.enum(['call', 'operator', 'control']),
  callId: z.string().nullable(),
  doubts: z.array(z.string()),
});
