import { codeOf, HolosError } from '../../errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';

/**
 * The one room (ARI bridge) of a call. The caller's channel enters once and stays until the call ends; music, operators
 * and recording come to the room and leave it, so nothing that happens around the caller can drop the caller.
 */
export class Room {
  readonly id: string;
  readonly #node: AsteriskNode;
  /** Undefined where it is not known: in a room that an earlier controller opened, and after a request that was not answered. */
  #music: boolean | undefined;

  constructor(node: AsteriskNode, callId: string) {
    this.#node = node;
    this.id = roomId(callId);
  }

  async open(callerChannelId: string): Promise<void> {
    // dtmf_events: keys are told to us instead of being bridged natively behind our back.
    await this.#node.ari('bridges', 'createWithId', {
      bridgeId: this.id,
      type: 'mixing,dtmf_events',
      name: callerChannelId,
    });
    this.#music = false;
    await this.enter(callerChannelId);
  }

  async enter(channelId: string): Promise<void> {
    await this.#node.ari('bridges', 'addChannel', entering(this.id, channelId));
  }

  /**
   * Puts a phone in anew that is with the caller alone from now on. Asterisk mixes two in another way than three, and when it changes
   * over, a phone with another codec (Opus, of a browser) is often sent nothing more: seen with Asterisk 22.10, in half of all cases.
   */
  async putInAnew(channelId: string): Promise<void> {
    await this.leave(channelId);
    await unlessGone(this.enter(channelId));
  }

  async leave(channelId: string): Promise<void> {
    await unlessGone(this.#node.ari('bridges', 'removeChannel', { bridgeId: this.id, channel: channelId }));
  }

  async music(on: boolean): Promise<void> {
    if (on === this.#music) return;
    this.#music = undefined;
    const done = this.#node.ari('bridges', on ? 'startMoh' : 'stopMoh', { bridgeId: this.id }).then(() => {
      this.#music = on;
    });
    await (on ? done : unlessGone(done));
  }

  async close(): Promise<void> {
    await unlessGone(this.#node.ari('bridges', 'destroy', { bridgeId: this.id }));
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

const goneCodes = new Set(['ari.not-found', 'ari.conflict', 'ari.gone', 'ari.refused', 'ari.down']);

/** Taking away what is already away is no fault: the other side may have left in the same instant. */
export async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof HolosError && goneCodes.has(error.code))) throw error;
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
