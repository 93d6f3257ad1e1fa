import type { Company } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { promiseCallback } from '../../db/queries/callbacks.ts';
import { markTold, type SubscriberRow, subscribersToTell } from '../../db/queries/incident-subscribers.ts';
import type { Logger } from '../../log.ts';
import { readNumber } from '../phone-number.ts';

/** Writes an SMS into the outbox; of two with the same `once` only the first. */
export type SendSms = (sms: {
  number: string;
  text: string;
  callId: string | null;
  why: string;
  once: string;
}) => Promise<unknown>;

export interface MendedNewsParts {
  db: Database;
  company: Pick<Company, 'incidentKinds' | 'name' | 'country' | 'areaCode'>;
  sms: SendSms;
  /** The words of a prompt: SMS are texts of the language files, too. */
  words: (prompt: string, language: SubscriberRow['language'], parameters: Record<string, string>) => string;
  log: Logger;
}

const batch = 100;
const retryMs = 10_000;

/**
 * Tells everybody who joined an incident that it is mended: an SMS, or where none can be read, an operator calls back. What a
 * process that died has not told is told by the next one; nobody is told twice, for each step may be done again harmlessly.
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
    const { db, company, sms } = this.#parts;
    const { id, number, callId, hotline } = subscriber;
    const told = `mended-${id}`;
    if (['mobile', 'foreign'].includes(readNumber(number, company).kind)) {
      await sms({ number, text: this.#textFor(subscriber), callId, why: 'mended', once: told });
    } else {
      await promiseCallback(db, { callId: told, number, hotline, why: 'mended', promisedAt: new Date() });
    }
    await markTold(db, id, new Date());
  }

  #textFor({ kind: id, language }: SubscriberRow & { kind: string }): string {
    const { company, words } = this.#parts;
    const kind = company.incidentKinds.find((one) => one.id === id);
    const prompt = kind?.planned ? 'sms.works-done' : 'sms.mended';
    return words(prompt, language, {
      what: kind?.name[language] ?? id,
      company: company.name[language] ?? '',
    });
  }
}
