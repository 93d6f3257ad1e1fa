import { randomUUID } from 'node:crypto';
import { HolosError } from '../../errors.ts';
import type { Bus } from '../../events.ts';
import { InternalTalk, type InternalTalkParts } from './internal-talk.ts';

export interface InternalTalksParts extends InternalTalkParts {
  bus: Bus;
  /**
   * A call is over, and neither has it on his desk any more. Who went home in it and is back already may be ready since before, and is
   * free only now.
   */
  over: () => void;
}

/** Calls between operators. Each is in one at most, for he is in a state of his own meanwhile. */
export class InternalTalks {
  readonly #parts: InternalTalksParts;
  readonly #talks = new Set<InternalTalk>();
  readonly #stopListening: () => void;

  constructor(parts: InternalTalksParts) {
    this.#parts = parts;
    // Who has gone home talks to nobody, whatever his phone says.
    this.#stopListening = parts.bus.on('operator', ({ operatorId, state }) => {
      if (state === 'internal') return;
      for (const talk of this.#talks) {
        const isIn = talk.isAtColleague ? talk.has(operatorId) : talk.who.callerId === operatorId;
        if (isIn) talk.end();
      }
    });
  }

  /**
   * The phone of who calls is picked up by itself, then the colleague's desk rings.
   * @throws HolosError `desk.not-now` while he is busy, or where his phone cannot ring; `desk.no-microphone`;
   *   `desk.colleague-busy` for one who is busy or not there
   */
  begin(callerId: number, colleagueId: number): string {
    const { operators, node } = this.#parts;
    const { state } = operators.phone(callerId);
    if (state === 'no-microphone')
      throw new HolosError('desk.no-microphone', 'the desk has no microphone', { operatorId: callerId });
    if (state !== 'registered' || callerId === colleagueId)
      throw new HolosError('desk.not-now', 'this desk cannot call now', { operatorId: callerId });
    if (!operators.isReachable(colleagueId))
      throw new HolosError('desk.colleague-busy', 'this colleague is busy, or not there', { colleagueId });
    const callId = `${node.name}-internal-${randomUUID()}`;
    const talk = new InternalTalk({ callId, callerId, colleagueId }, this.#parts);
    this.#talks.add(talk);
    void talk.done.then(() => {
      this.#talks.delete(talk);
      this.#parts.over();
    });
    return callId;
  }

  /** Whether such a talk goes on, or is being rung for. */
  has(callId: string): boolean {
    return [...this.#talks].some((one) => one.who.callId === callId);
  }

  /** Either ends it, at any moment. False where this is no such talk of his. */
  end(operatorId: number, callId: string): boolean {
    const talk = [...this.#talks].find((one) => one.who.callId === callId && one.has(operatorId));
    talk?.end();
    return talk !== undefined;
  }

  close(): void {
    this.#stopListening();
  }
}
