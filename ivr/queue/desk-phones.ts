import type { Logger } from '../../log.ts';
import type { Floor } from './floor.ts';
import type { Operators } from './operators.ts';

export interface DeskPhonesParts {
  operators: Pick<Operators, 'phone' | 'isDeskOpen'>;
  phones: {
    isThere(operatorId: number): Promise<boolean>;
    onChanged(listener: (operatorId: number) => void): () => void;
  };
  log: Logger;
}

/**
 * The SIP phones on operators' desks. A browser says itself whether its phone can ring; of a SIP phone the exchange is asked: when
 * the desk is opened, and whenever the phone registers, goes, or stops answering.
 */
export class DeskPhones {
  readonly #parts: DeskPhonesParts;
  readonly #tell: Floor['phone'];
  /** Of overlapping questions about one phone the last one asked has the newest answer. */
  readonly #asked = new Map<number, number>();
  readonly #stop: () => void;

  constructor(parts: DeskPhonesParts, tell: Floor['phone']) {
    this.#parts = parts;
    this.#tell = tell;
    this.#stop = parts.phones.onChanged((operatorId) => void this.look(operatorId));
  }

  /** Asks for the phone of a desk that works with one. An exchange that gives no answer tells by its next event. */
  async look(operatorId: number): Promise<void> {
    const { phones, log } = this.#parts;
    if (!this.#isAwaited(operatorId)) return;
    const question = (this.#asked.get(operatorId) ?? 0) + 1;
    this.#asked.set(operatorId, question);
    try {
      const isThere = await phones.isThere(operatorId);
      if (this.#asked.get(operatorId) !== question || !this.#isAwaited(operatorId)) return;
      this.#tell(operatorId, isThere ? 'registered' : 'unregistered');
    } catch (error) {
      log.warn({ err: error, operatorId }, 'a phone on a desk could not be asked for');
    }
  }

  close(): void {
    this.#stop();
  }

  #isAwaited(operatorId: number): boolean {
    const { operators } = this.#parts;
    return operators.phone(operatorId).kind === 'sip' && operators.isDeskOpen(operatorId);
  }
}
