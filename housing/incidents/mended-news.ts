import type { Company } from '../../config/company.ts';
import { type Database, inTransaction } from '../../db/connect.ts';
import { newsKey, promiseCallback } from '../../db/queries/callbacks.ts';
import {
  findSubscriber,
  markTold,
  type SubscriberRow,
  subscribersToTell,
} from '../../db/queries/incident-subscribers.ts';
import type { SmsRow } from '../../db/queries/sms.ts';
import type { Bus } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { Messages } from '../messages/messages.ts';
import { smsText } from '../messages/texts.ts';

export interface MendedNewsParts {
  db: Database;
  bus: Bus;
  company: Pick<Company, 'incidentKinds'>;
  messages: Pick<Messages, 'sms' | 'promise'>;
  log: Logger;
}

const batch = 100;
const retryMs = 10_000;

/**
 * Tells everybody who joined an incident that it is mended: an SMS, or where none is sent, an operator calls back. What a
 * process that died has not told is told by the next one; nobody is told twice, for what is told and that it was told are
 * written in one go.
 */
export class MendedNews {
  readonly #parts: MendedNewsParts;
  #telling: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: MendedNewsParts) {
    this.#parts = parts;
  }

  /** Begins to tell whoever is to be told; returns at once. What fails is tried again. */
  tell(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#again = true;
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        const subscribers = await subscribersToTell(this.#parts.db, batch);
        for (const subscriber of subscribers) {
          if (this.#closed) return;
          await this.#tellOne(subscriber);
        }
        if (subscribers.length > 0) this.#again = true;
      }
    } catch (error) {
      this.#parts.log.error({ err: error }, 'not all have been told yet that a breakdown is mended');
      if (!this.#closed) this.#retry = setTimeout(() => this.tell(), retryMs);
    }
  }

  async #tellOne(subscriber: SubscriberRow & { kind: string }): Promise<void> {
    const { db, bus, messages } = this.#parts;
    const { id, number, callId } = subscriber;
    const once = newsKey(id);
    const text = this.#textFor(subscriber);
    const tellDesks = await inTransaction(db, async (trx) => {
      if (!(await markTold(trx, id, new Date()))) return null;
      if (messages.promise(number) === 'coming') {
        await messages.sms({ number, text, callId, why: 'mended', once }, trx);
        return null;
      }
      return callInstead(subscriber, bus, trx);
    });
    tellDesks?.();
  }

  #textFor({ kind: id, language }: SubscriberRow & { kind: string }): string {
    const kind = this.#parts.company.incidentKinds.find((one) => one.id === id);
    const what = kind?.name[language];
    // It may have left the company file since: its id would tell a resident nothing.
    if (!kind || what === undefined) return smsText('done-unnamed', language, {});
    return smsText(kind.planned ? 'works-done' : 'mended', language, { what });
  }
}

/**
 * Whom the SMS has not reached is called back, in the transaction in which it is given up; other messages say nothing.
 * @returns shows it to the desks, once that is committed
 */
export async function mendedUnsent({ once }: SmsRow, bus: Bus, trx: Database): Promise<() => void> {
  const id = /^mended-(\d+)$/.exec(once ?? '')?.[1];
  const subscriber = id === undefined ? null : await findSubscriber(trx, Number(id));
  return subscriber ? callInstead(subscriber, bus, trx) : () => undefined;
}

async function callInstead(subscriber: SubscriberRow, bus: Bus, trx: Database): Promise<() => void> {
  const { id, number, hotline, callId } = subscriber;
  const at = new Date();
  const promised = { callId: newsKey(id), number, hotline, why: 'mended', promisedAt: at };
  const { id: callbackId } = await promiseCallback(trx, promised);
  return () => bus.emit('step', { kind: 'callback-promised', callbackId, callId, at });
}
