import type { Logger } from '../../log.ts';
import type { Floor } from './floor.ts';
import type { Operators } from './operators.ts';

export interface DeskPhonesParts {
  operators: Pick<Operators, 'phone' | 'isDeskOpen'>;
  phones: {
    isThere(operatorId: number): Promise<boolean>;
    onChanged(listener: (operatorId: number, isThere: boolean) => void): () => void;
  };
  log: Logger;
}

/**
 * The SIP phones on operators' desks. A browser says itself whether its phone can ring; of a SIP phone the exchange is asked when
 * the desk is opened, and tells afterwards when the phone comes, goes, or stops answering.
 */
export class DeskPhones {
  readonly #parts: DeskPhonesParts;
  readonly #tell: Floor['phone'];
  /** How often something was told of each phone: an answer that was overtaken says nothing. */
  readonly #told = new Map<number, number>();
  readonly #stop: () => void;

  constructor(parts: DeskPhonesParts, tell: Floor['phone']) {
    this.#parts = parts;
    this.#tell = tell;
    this.#stop = parts.phones.onChanged((operatorId, isThere) => this.#say(operatorId, isThere));
  }

  /** Asks for the phone of a desk that was opened. Where the exchange gives no answer, the next that it tells counts. */
  async opened(operatorId: number): Promise<void> {
    const { phones, log } = this.#parts;
    if (!this.#isAwaited(operatorId)) return;
    const before = this.#told.get(operatorId);
    try {
      const isThere = await phones.isThere(operatorId);
      if (this.#told.get(operatorId) === before) this.#say(operatorId, isThere);
    } catch (error) {
      log.warn({ err: error, operatorId }, 'a phone on a desk could not be asked for');
    }
  }

  close(): void {
    this.#stop();
  }

  #say(operatorId: number, isThere: boolean): void {
    this.#told.set(operatorId, (this.#told.get(operatorId) ?? 0) + 1);
    if (this.#isAwaited(operatorId)) this.#tell(operatorId, isThere ? 'registered' : 'unregistered');
  }

  #isAwaited(operatorId: number): boolean {
    const { operators } = this.#parts;
    return operators.phone(operatorId).kind === 'sip' && operators.isDeskOpen(operatorId);
  }
}
