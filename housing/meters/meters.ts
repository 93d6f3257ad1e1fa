import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Company } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { inTime } from '../../db/in-time.ts';
import { metersOfAccounts, type NumberedAccount, numberedAccounts } from '../../db/queries/meters.ts';
import { currentReadings, type NewReading, storeReading } from '../../db/queries/readings.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { accountInTurn, sourceSubject, takeTurn, type WaitForTurn } from '../accounts/turn.ts';
import type { Keep, Keeper } from '../keeping/keeper.ts';
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
}

export interface MetersParts {
  db: Database;
  company: Pick<Company, 'timezone' | 'readings'>;
  keeper: Keeper;
  log: Logger;
  now?: () => Date;
}

export function createMeters(parts: MetersParts): Meters {
  const { db, company, log, now = () => new Date() } = parts;
  const rules = company.readings;
  const dayOf = (at: Date) =>
    DateTime.fromJSDate(at, { zone: company.timezone }).toISODate() ?? at.toISOString().slice(0, 10);
  const keep = parts.keeper.keeps({
    kind: 'reading',
    schema: journalled,
    write: (reading) => storeReading(db, reading),
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
      const reading = {
        entry,
        meterId: meter.id,
        period: meter.period,
        value,
        takenAt: now(),
        source: 'call' as const,
        callId,
        doubts,
      };
      return recorded(keep, reading, { replaced: meter.ofThisPeriod !== null, log });
    },
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

/** `replaced`: what is known of it where only the journal has it */
async function recorded(
  keep: Keep<NewReading, { replaced: boolean }>,
  reading: NewReading,
  { replaced, log }: { replaced: boolean; log: Logger },
): Promise<Recorded> {
  try {
    const kept = await keep(reading);
    return kept.kept === 'database' ? { kept: 'database', ...kept.result } : { kept: 'journal', replaced };
  } catch (error) {
    if (codeOf(error) !== 'keeping.failed') throw error;
    log.error({ err: error, meterId: reading.meterId }, 'a reading could not be kept');
    return { kept: 'nowhere', replaced };
  }
}

const journalled: z.ZodType<NewReading> = z.strictObject({
  entry: z.string(),
  meterId: z.number(),
  period: z.string(),
  value: z.string(),
  takenAt: z.coerce.date(),
  source: z.enum(['call', 'operator', 'control']),
  callId: z.string().nullable(),
  doubts: z.array(z.string()),
});
