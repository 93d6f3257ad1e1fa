import type { Database } from '../../../db/connect.ts';
import { insertDeskMessage, readDeskMessage } from '../../../db/queries/desk-messages.ts';
import { listOperators } from '../../../db/queries/operators.ts';
import { HolosError } from '../../../errors.ts';
import type { Bus } from '../../../events.ts';
import type { Operator } from '../../contract/shapes.ts';

/** How many messages somebody may write within a minute. */
const mostAMinute = 20;
const minuteMs = 60_000;
/** The same words to the same one again so soon are the same message: its answer was lost on the way. */
const againMs = 10_000;

interface Sent {
  toId: number | null;
  text: string;
  atMs: number;
  /** Rejects when it could not be written. */
  written: Promise<void>;
}

/**
 * Messages from desk to desk. What is sent is in the database before it is answered; who is not there reads it at his next
 * log-in. What they say stands in no log.
 */
export class DeskMessages {
  readonly #db: Database;
  readonly #bus: Bus;
  /** Of each who wrote within the last minute. */
  readonly #sent = new Map<number, Sent[]>();

  constructor({ db, bus }: { db: Database; bus: Bus }) {
    this.#db = db;
    this.#bus = bus;
  }

  /**
   * To one, or (`toId` null) to all who work here now: that is for those who lead.
   * @throws HolosError `session.may-not`, `operator.unknown`, `message.too-many`
   */
  async send(from: Operator, toId: number | null, text: string): Promise<void> {
    if (toId === null && from.role === 'operator')
      throw new HolosError('session.may-not', 'Supervisors write to all desks.');
    const others = (await listOperators(this.#db)).map(({ id }) => id).filter((id) => id !== from.id);
    const readerIds = toId === null ? others : others.filter((id) => id === toId);
    if (toId !== null && readerIds.length === 0)
      throw new HolosError('operator.unknown', 'There is no such colleague.', { toId });
    const at = new Date();
    const lately = this.#lately(from.id, at);
    const before = lately.find(
      (one) => one.toId === toId && one.text === text && at.getTime() - one.atMs < againMs,
    );
    // What it comes to is what the first try comes to, which may still be under way.
    if (before) return before.written;
    if (lately.length >= mostAMinute)
      throw new HolosError('message.too-many', `At most ${mostAMinute} messages a minute.`);
    const written = this.#write({ fromId: from.id, toId, text, at, readerIds });
    const sent = { toId, text, atMs: at.getTime(), written };
    lately.push(sent);
    try {
      await written;
    } catch (error) {
      this.#forget(from.id, sent);
      throw error;
    }
  }

  /** He has it on his screen. A message that is not for him, or that he has read, changes nothing. */
  async read({ id: operatorId }: Operator, messageId: number): Promise<void> {
    const isNew = await readDeskMessage(this.#db, { id: messageId, operatorId, at: new Date() });
    if (isNew) this.#bus.emit('message', { messageId, readBy: operatorId });
  }

  async #write(message: Parameters<typeof insertDeskMessage>[1]): Promise<void> {
    const messageId = await insertDeskMessage(this.#db, message);
    this.#bus.emit('message', { messageId, readBy: null });
  }

  /** What he has sent within the last minute; what is added is kept. */
  #lately(fromId: number, at: Date): Sent[] {
    const lately = (this.#sent.get(fromId) ?? []).filter((one) => at.getTime() - one.atMs < minuteMs);
    this.#sent.set(fromId, lately);
    return lately;
  }

  #forget(fromId: number, sent: Sent): void {
    const kept = (this.#sent.get(fromId) ?? []).filter((one) => one !== sent);
    this.#sent.set(fromId, kept);
  }
}
