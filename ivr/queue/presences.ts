import type { DeskCallState } from '../../events.ts';
import type { OperatorPresence } from './floor.ts';
import { KeptFree } from './kept-free.ts';
import {
  isAtWork,
  isFree,
  isReachable,
  isSoonFree,
  newOperator,
  type Operator,
  type Phone,
  presenceOf,
  servesUntilMs,
} from './operator.ts';
import type { OnFloor } from './order.ts';

/** Who is on the floor, in which state since when, and with which call on the desk. What changes them is `Operators`. */
export abstract class Presences {
  readonly keptFree = new KeptFree();
  readonly #operators = new Map<number, Operator>();

  all(): OperatorPresence[] {
    return this.everybody().map(presenceOf);
  }

  of(id: number): OperatorPresence {
    return presenceOf(this.get(id));
  }

  desk(id: number): DeskCallState | null {
    return this.get(id).desk;
  }

  phone(id: number): Phone {
    return this.get(id).phone;
  }

  isDeskOpen(id: number): boolean {
    return this.get(id).deskOpen;
  }

  /** When a desk was opened for this operator last; 0 when never. */
  openedAtMs(id: number): number {
    return this.get(id).openedAtMs;
  }

  /** Everybody who serves callers, also who is busy or has just paused, and since when he may be offered a call: he is ready, and his phone can ring. */
  floor(): Pick<OnFloor, 'operatorId' | 'freeSinceMs' | 'soonFree'>[] {
    return this.everybody()
      .filter((one) => (servesUntilMs(one) ?? 0) > Date.now())
      .map((one) => ({
        operatorId: one.id,
        freeSinceMs: this.isFree(one.id) ? one.idleSinceMs : null,
        soonFree: isSoonFree(one),
      }));
  }

  /** Is free for a caller, or will be by himself. */
  isSoonFree(id: number): boolean {
    return isSoonFree(this.get(id));
  }

  /** When somebody leaves the floor next although nothing happens, since he has not been ready for long; infinity: nobody. */
  leavesFloorAtMs(): number {
    const until = this.everybody().map((one) => servesUntilMs(one) ?? 0);
    return Math.min(Number.POSITIVE_INFINITY, ...until.filter((at) => at > Date.now()));
  }

  /** May be offered a call now; `callId`: this one, for which he may be kept free. */
  isFree(id: number, callId?: string): boolean {
    return isFree(this.get(id)) && !this.keptFree.isForAnother(id, callId);
  }

  /** The queue of the call that was offered last. */
  queueOf(id: number): string | null {
    return this.get(id).queue;
  }

  /** Busy with callers, or ready for one; also after a word with a colleague. */
  isAtWork(id: number): boolean {
    return isAtWork(this.get(id));
  }

  /** Whether this operator is kept for this call, whose resident is being called. */
  isReserved(id: number, callId: string): boolean {
    const { state, desk } = this.get(id);
    return state === 'ringing' && desk?.stage === 'calling' && desk.callId === callId;
  }

  /** May be called by a colleague: he is at his desk, and busy with nobody. */
  isReachable(id: number): boolean {
    return isReachable(this.get(id)) && !this.keptFree.isForAnother(id);
  }

  /** Who was never here is offline. */
  protected get(id: number): Operator {
    let one = this.#operators.get(id);
    if (!one) {
      one = newOperator(id);
      this.#operators.set(id, one);
    }
    return one;
  }

  protected everybody(): Operator[] {
    return [...this.#operators.values()];
  }
}
