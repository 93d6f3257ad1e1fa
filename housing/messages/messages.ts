import { type Database, inTransaction } from '../../db/connect.ts';
import { claimSms, giveUpSms, type SmsRow, smsTried, writeSms } from '../../db/queries/sms.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { type NumberingPlace, readNumber } from '../phone-number.ts';
import { afterTry } from './after-try.ts';
import type { Handed, SmsSender } from './sender.ts';

/*
 * What becomes of an SMS (rows of the table `sms`):
 *
 *   kept                                     nothing sends SMS here: it stays for people to read
 *   waiting ──claimed──▶ sending ──accepted──▶ sent
 *      ▲                    │ ├──refused, unclear, too many tries──▶ failed
 *      └──failed, for now───┘ └──the process that was sending died──▶ failed
 *
 * Never twice: a row is claimed by one process, and one of which nobody knows whether it went out is given up.
 */

export interface Sms {
  /** In any usual form; null when withheld. */
  number: string | null;
  text: string;
  callId: string | null;
  /** What for, in a word: `certificate-ready`. */
  why: string;
  /** What it tells, where it must be told only once: `certificate-ready 17`. */
  once?: string;
}

/** `coming`: it will be sent; `kept`: nothing sends SMS here, it is kept for people to read; `unreachable`: no mobile number. */
export type SmsPromise = 'coming' | 'kept' | 'unreachable';

export interface Messages {
  /** What an SMS to this number comes to once it is written down. */
  promise(number: string | null): SmsPromise;
  /** Writes an SMS down, in the transaction `trx` if one is given; it is sent when that is committed. */
  sms(sms: Sms, trx?: Database): Promise<SmsPromise>;
  /** Ends the sending in order; what is under way is waited for, and then cut off. */
  close(): Promise<void>;
}

/**
 * What follows where a message is given up, in the transaction in which that is written.
 * @returns what is told once that is committed
 */
export type GivenUp = (sms: SmsRow, trx: Database) => Promise<() => void>;

/** So many are sent at the same time. */
const lanes = 4;
const lookMs = 5_000;
const closingMs = 5_000;

export function createMessages(parts: {
  db: Database;
  log: Logger;
  node: string;
  place: NumberingPlace;
  /** Nothing: messages are only kept. */
  send?: SmsSender;
  givenUp?: GivenUp;
  lookMs?: number;
}): Messages {
  const { db, send, place } = parts;
  const mobile = (number: string | null) => {
    const read = readNumber(number, place);
    return read.kind === 'mobile' ? read.e164 : null;
  };
  const outbox = send && new Outbox({ ...parts, send });
  const promise = (number: string | null) =>
    mobile(number) === null ? 'unreachable' : send ? 'coming' : 'kept';
  return {
    promise,
    async sms({ number: written, ...sms }, trx = db) {
      const number = mobile(written);
      if (number === null) return 'unreachable';
      await writeSms(trx, { ...sms, number, state: send ? 'waiting' : 'kept', createdAt: new Date() });
      if (trx === db) outbox?.look();
      return promise(written);
    },
    close: async () => outbox?.close(),
  };
}

interface OutboxParts {
  db: Database;
  log: Logger;
  node: string;
  send: SmsSender;
  givenUp?: GivenUp;
  lookMs?: number;
}

/** Sends what waits: at once when something is written here, and every few seconds for what others wrote or what is due again. */
class Outbox {
  readonly #parts: OutboxParts;
  readonly #timer: NodeJS.Timeout;
  readonly #cutOff = new AbortController();
  /** What came of tries that could not be written down yet: the database was away. */
  readonly #unwritten: { row: SmsRow; handed: Handed }[] = [];
  #working: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #recovered = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.look(), parts.lookMs ?? lookMs);
    this.look();
  }

  look(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#working ??= this.#work();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    const late = setTimeout(() => this.#cutOff.abort(), closingMs);
    await this.#working;
    clearTimeout(late);
  }

  async #work(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#recover();
        for (let one = this.#unwritten.shift(); one; one = this.#unwritten.shift())
          await this.#write(one.row, one.handed);
        await this.#sendAll();
      }
    } catch (error) {
      this.#parts.log.warn(
        { err: error, code: codeOf(error) },
        'messages wait: the database does not answer',
      );
    } finally {
      this.#working = undefined;
    }
  }

  /** What this node was sending when it was last stopped short. */
  async #recover(): Promise<void> {
    if (this.#recovered) return;
    const { node, log } = this.#parts;
    const lost = await this.#giveUp((trx) =>
      giveUpSms(trx, node, 'Holos was stopped while it was being sent', new Date()),
    );
    if (lost.length > 0)
      log.warn({ lost: lost.length }, 'messages may or may not have been sent; they are not sent again');
    this.#recovered = true;
  }

  async #sendAll(): Promise<void> {
    const { db, node, send } = this.#parts;
    while (!this.#closed) {
      const rows = await claimSms(db, node, lanes, new Date());
      if (rows.length === 0) return;
      await Promise.all(
        rows.map(async (row) => {
          const { id, number, text } = row;
          await this.#write(row, await send({ id, number, text }, this.#cutOff.signal));
        }),
      );
    }
  }

  /** What came of it is never forgotten: a message that was sent would else be given up, or sent again. */
  async #write(row: SmsRow, handed: Handed): Promise<void> {
    const { db, log } = this.#parts;
    const after = afterTry(row.tries, handed, new Date());
    try {
      if (after.state === 'failed')
        await this.#giveUp(async (trx) => ((await smsTried(trx, row.id, after)) ? [row] : []));
      else await smsTried(db, row.id, after);
    } catch (error) {
      this.#unwritten.push({ row, handed });
      throw error;
    }
    if (after.state === 'failed')
      log.error(
        { smsId: row.id, why: row.why, fault: handed.fault, person: { said: handed.said } },
        'an SMS was not sent',
      );
  }

  /** @param write writes down in the transaction which they are */
  async #giveUp(write: (trx: Database) => Promise<SmsRow[]>): Promise<SmsRow[]> {
    const { db, givenUp } = this.#parts;
    const { rows, told } = await inTransaction(db, async (trx) => {
      const rows = await write(trx);
      const told: (() => void)[] = [];
      if (givenUp) for (const row of rows) told.push(await givenUp(row, trx));
      return { rows, told };
    });
    for (const tell of told) tell();
    return rows;
  }
}
