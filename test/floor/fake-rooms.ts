import { AriError } from '../../telephony/asterisk/link-errors.ts';

/** The bridges of an Asterisk that is not there, and who is in which of them: nobody in two at once. */
export class FakeRooms {
  readonly #rooms = new Set<string>();
  readonly #roomOf = new Map<string, string>();
  /** The class of music that is played in a room; silence is one, too. */
  readonly #plays = new Map<string, string>();

  /** Every bridge that is there. */
  get ids(): string[] {
    return [...this.#rooms];
  }

  /** The bridge in which a channel is. */
  of(channelId: string): string | undefined {
    return this.#roomOf.get(channelId);
  }

  /** Whether everybody in this bridge hears music. */
  hasMusic(id: string): boolean {
    return (this.#plays.get(id) ?? 'silence') !== 'silence';
  }

  play(id: string, mohClass: string): void {
    this.demand(id);
    this.#plays.set(id, mohClass);
  }

  stop(id: string): void {
    this.demand(id);
    this.#plays.delete(id);
  }

  make(id: string): void {
    if (this.#rooms.has(id)) throw new AriError('ari.conflict', 'this bridge is there already', 409);
    this.#rooms.add(id);
  }

  /** Whoever is in another one leaves that. */
  enter(id: string, channelId: string): void {
    this.demand(id);
    this.#roomOf.set(channelId, id);
  }

  leave(id: string, channelId: string): void {
    this.demand(id);
    if (this.of(channelId) !== id) throw new AriError('ari.refused', 'this channel is not in it', 422);
    this.#roomOf.delete(channelId);
  }

  destroy(id: string): void {
    this.demand(id);
    this.#rooms.delete(id);
    this.#plays.delete(id);
    for (const [channelId, room] of this.#roomOf) if (room === id) this.#roomOf.delete(channelId);
  }

  /** A channel has ended. */
  forget(channelId: string): void {
    this.#roomOf.delete(channelId);
  }

  /** @throws AriError where there is no such bridge */
  demand(id: string): void {
    if (!this.#rooms.has(id)) throw new AriError('ari.not-found', 'no such bridge', 404);
  }
}
