import { codeOf, HolosError } from '../../errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';

/** As musiconhold.conf names them. */
const musicClasses = { music: 'default', silence: 'silence' } as const;

/** What is heard in a room: `waiting music` is played to the caller's channel alone, the rest to all who are in the room. */
type Plays = 'nothing' | 'waiting music' | 'music' | 'silence';

/**
 * The one room (ARI bridge) of a call. The caller's channel enters once and stays until the call ends; music, operators
 * and recording come to the room and leave it, so nothing that happens around the caller can drop the caller.
 *
 * Until the first phone comes, music is played to the caller's channel: in the room it is a member of its own, a quarter of what a caller
 * who waits costs Asterisk (docs/decisions/035-music-for-one.md).
 *
 * The first phone that comes to the caller is passed on to him packet by packet. From the second one on a third member is in the room,
 * who plays silence: so Asterisk mixes what they say. Packets are numbered by who sends them, and what decodes them takes those of another phone
 * for late ones where their numbers are lower, and drops them for minutes: docs/decisions/027-a-third-in-the-room.md.
 */
export class Room {
  readonly id: string;
  readonly #node: AsteriskNode;
  #callerId: string;
  /** Undefined where it is not known: in a room that an earlier controller opened, and after a request that was not answered. */
  #plays: Plays | undefined;
  /** Whether a phone was with the caller; undefined where it is not known. */
  #hadPhone: boolean | undefined;

  /** @param callId the channel of the caller who is in it, unless it is opened for another one */
  constructor(node: AsteriskNode, callId: string) {
    this.id = roomId(callId);
    this.#node = node;
    this.#callerId = callId;
  }

  /** @param mixes whether this channel has heard another phone before, in another room: then the next one is not its first */
  async open(firstChannelId: string, { mixes = false } = {}): Promise<void> {
    this.#plays = (await this.#make(firstChannelId)) ? 'nothing' : undefined;
    this.#hadPhone = mixes;
    this.#callerId = firstChannelId;
    await this.#put(firstChannelId);
  }

  /** Lets in a phone. Music has ended before, unless it could not be stopped then. */
  async enter(channelId: string): Promise<void> {
    if (this.#hadPhone !== false) await this.#play('silence');
    else if (this.#plays !== 'nothing') await unlessGone(this.#stop());
    this.#hadPhone = true;
    await this.#put(channelId);
  }

  async leave(channelId: string): Promise<void> {
    await unlessGone(this.#node.ari('bridges', 'removeChannel', { bridgeId: this.id, channel: channelId }));
  }

  async music(on: boolean): Promise<void> {
    if (on) return this.#hadPhone === false ? this.#play('waiting music') : this.#play('music');
    if (this.#plays === 'nothing' || this.#plays === 'silence') return;
    // What could not be stopped while the link is down is stopped before a phone comes in.
    await letGo(this.#hadPhone ? this.#play('silence') : this.#stop());
  }

  async close(): Promise<void> {
    await unlessGone(this.#node.ari('bridges', 'destroy', { bridgeId: this.id }));
  }

  /** False where it is there already: it was made by a request whose answer has not come, because the link was lost. */
  async #make(name: string): Promise<boolean> {
    try {
      // dtmf_events: keys are told to us instead of being bridged natively behind our back.
      const type = 'mixing,dtmf_events';
      await this.#node.ari('bridges', 'createWithId', { bridgeId: this.id, type, name });
      return true;
    } catch (error) {
      if (codeOf(error) !== 'ari.conflict') throw error;
      return false;
    }
  }

  async #put(channelId: string): Promise<void> {
    await this.#node.ari('bridges', 'addChannel', entering(this.id, channelId));
  }

  async #play(what: Exclude<Plays, 'nothing'>): Promise<void> {
    const before = this.#plays;
    if (what === before) return;
    this.#plays = undefined;
    if (what === 'waiting music') await this.#ofCaller('startMoh', { mohClass: musicClasses.music });
    else {
      if (before === undefined || before === 'waiting music') await unlessGone(this.#ofCaller('stopMoh'));
      await this.#ofRoom('startMoh', { mohClass: musicClasses[what] });
    }
    this.#plays = what;
  }

  async #stop(): Promise<void> {
    const before = this.#plays;
    this.#plays = undefined;
    if (before !== 'music') await this.#ofCaller('stopMoh');
    if (before !== 'waiting music') await this.#ofRoom('stopMoh');
    this.#plays = 'nothing';
  }

  async #ofCaller(operation: 'startMoh' | 'stopMoh', more = {}): Promise<void> {
    await this.#node.ari('channels', operation, { channelId: this.#callerId, ...more });
  }

  async #ofRoom(operation: 'startMoh' | 'stopMoh', more = {}): Promise<void> {
    await this.#node.ari('bridges', operation, { bridgeId: this.id, ...more });
  }
}

/**
 * What puts a channel on a bridge. No telephone is told by SIP whom it is put together with: negotiated anew in the middle of a
 * talk, a channel is often blind on one side for all who listen to it from then on, recordings too (seen with Asterisk 22.10).
 */
export function entering(bridgeId: string, channel: string): Record<string, unknown> {
  return { bridgeId, channel, inhibitConnectedLineUpdates: true };
}

export function roomId(callId: string): string {
  return `room-${callId}`;
}

const goneCodes = new Set(['ari.not-found', 'ari.conflict', 'ari.gone', 'ari.refused']);

/**
 * Taking away what is already away is no fault: the other side may have left in the same instant.
 * @throws what else it fails with, also `ari.down`: what was to be done has not been done
 */
export async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof HolosError && goneCodes.has(error.code))) throw error;
  }
}

/** The same where a link that is down is none either: what nobody follows any more is taken away when it is back (`ivr/leftovers.ts`). */
export async function letGo(request: Promise<unknown>): Promise<void> {
  try {
    await unlessGone(request);
  } catch (error) {
    if (codeOf(error) !== 'ari.down') throw error;
  }
}

/** Whether Asterisk knows this channel no longer. When it cannot be asked, that is not known: then no. */
export async function isGone(node: AsteriskNode, channelId: string): Promise<boolean> {
  try {
    await node.ari('channels', 'get', { channelId });
    return false;
  } catch (error) {
    return codeOf(error) === 'ari.not-found';
  }
}
