import { application } from '../asterisk/configure-dialplan.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { afterEvent } from './after-event.ts';
import { entering, unlessGone } from './room.ts';
import { waitFor } from './waiting.ts';

/**
 * What Asterisk keeps for all that listen to a channel ends with the last of them; where it does not, and the channel is put together
 * with another one, they are often deaf on one side from then on (seen with 22.10). The ear is off the channel by the second frame
 * after its end, and nothing tells of that.
 */
const earOffMs = 60;
const bridgeMark = '.side-';
const earMark = '.ear-';

/**
 * Where a supervisor sits beside a talk: a bridge with his phone and an ear (ARI's snoop) on the phone of the operator. He hears
 * what the operator says and hears, in whatever room that is. Whispering, the ear is a mouth, too, that speaks to the operator
 * alone; else it has none, and there is no way by which he could be heard.
 */
export class SideRoom {
  readonly #node: AsteriskNode;
  readonly #phoneId: string;
  /** Of its bridges and ears: no number is used twice, since Asterisk may know one for a while that was taken away. */
  #number = 0;
  #bridge: string | null = null;
  /** The ear that is there, or was asked for last. */
  #ear: string | null = null;

  /** @param phoneId the channel of the supervisor's phone; all that belongs to it is named after it */
  constructor(node: AsteriskNode, phoneId: string) {
    this.#node = node;
    this.#phoneId = phoneId;
  }

  /** His phone comes in, and nobody is heard yet. */
  async open(): Promise<void> {
    const name = this.#phoneId;
    const bridgeId = `${name}${bridgeMark}${++this.#number}`;
    this.#bridge = bridgeId;
    await this.#node.ari('bridges', 'createWithId', { bridgeId, type: 'mixing', name });
    await this.#put(this.#phoneId);
  }

  /** Hears this phone from now on, and no other. @throws AriError, also when the phone has gone */
  async hear(channelId: string, { whispering }: { whispering: boolean }): Promise<void> {
    if (this.#ear !== null) {
      await this.hearNothing();
      await waitFor(() => () => undefined, { limitMs: earOffMs });
    }
    const snoopId = `${this.#phoneId}${earMark}${++this.#number}`;
    this.#ear = snoopId;
    await afterEvent(this.#node, snoopId, ['StasisStart'], () =>
      this.#node.ari('channels', 'snoopChannelWithId', {
        ...{ channelId, snoopId, app: application, appArgs: 'supervising' },
        ...{ spy: 'both', whisper: whispering ? 'out' : 'none' },
      }),
    );
    await this.#put(snoopId);
  }

  async hearNothing(): Promise<void> {
    const ear = this.#ear;
    if (ear === null) return;
    const hangUp = () => this.#node.ari('channels', 'hangup', { channelId: ear });
    await unlessGone(afterEvent(this.#node, ear, ['StasisEnd'], hangUp));
    this.#ear = null;
  }

  /** Takes away all but the phone itself, which is nowhere then; it may be opened again. */
  async close(): Promise<void> {
    const bridgeId = this.#bridge;
    try {
      await this.hearNothing();
    } finally {
      if (bridgeId !== null) await unlessGone(this.#node.ari('bridges', 'destroy', { bridgeId }));
      this.#bridge = null;
    }
  }

  async #put(channel: string): Promise<void> {
    if (this.#bridge !== null) await this.#node.ari('bridges', 'addChannel', entering(this.#bridge, channel));
  }
}

/** To which supervisor's phone a bridge or an ear belongs; null: it is neither. */
export function phoneOfSideRoom(id: string): string | null {
  const at = Math.max(id.lastIndexOf(bridgeMark), id.lastIndexOf(earMark));
  return at < 0 ? null : id.slice(0, at);
}
