import { application } from '../asterisk/configure-dialplan.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { afterEvent } from './after-event.ts';
import { unlessGone } from './room.ts';

const prefix = 'side-';
const earMark = '.ear-';

/**
 * Where a supervisor sits beside a talk: a bridge with his phone and an ear (ARI's snoop) on the phone of the operator. He hears
 * what the operator says and hears, in whatever room that is. Whispering, the ear is a mouth, too, that speaks to the operator
 * alone; else it has none, and there is no way by which he could be heard.
 */
export class SideRoom {
  readonly #node: AsteriskNode;
  readonly #phoneId: string;
  #ears = 0;
  /** The ear that is there, or was asked for last. */
  #ear: string | null = null;

  /** @param phoneId the channel of the supervisor's phone; all that belongs to it is named after it */
  constructor(node: AsteriskNode, phoneId: string) {
    this.#node = node;
    this.#phoneId = phoneId;
  }

  async open(): Promise<void> {
    const name = this.#phoneId;
    await this.#node.ari('bridges', 'createWithId', { bridgeId: this.#id, type: 'mixing', name });
  }

  async enter(): Promise<void> {
    await this.#put(this.#phoneId);
  }

  async leave(): Promise<void> {
    const channel = this.#phoneId;
    await unlessGone(this.#node.ari('bridges', 'removeChannel', { bridgeId: this.#id, channel }));
  }

  /** Hears this phone from now on, and no other. @throws AriError, also when the phone has gone */
  async hear(channelId: string, { whispering }: { whispering: boolean }): Promise<void> {
    await this.hearNothing();
    const snoopId = `${this.#phoneId}${earMark}${++this.#ears}`;
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
    await unlessGone(this.#node.ari('channels', 'hangup', { channelId: ear }));
    this.#ear = null;
  }

  /** Takes away all but the phone itself. */
  async close(): Promise<void> {
    try {
      await this.hearNothing();
    } finally {
      await unlessGone(this.#node.ari('bridges', 'destroy', { bridgeId: this.#id }));
    }
  }

  get #id(): string {
    return `${prefix}${this.#phoneId}`;
  }

  async #put(channel: string): Promise<void> {
    await this.#node.ari('bridges', 'addChannel', { bridgeId: this.#id, channel });
  }
}

/** To which supervisor's phone a bridge or an ear belongs; null: it is neither. */
export function phoneOfSideRoom(id: string): string | null {
  if (id.startsWith(prefix)) return id.slice(prefix.length);
  const at = id.lastIndexOf(earMark);
  return at < 0 ? null : id.slice(0, at);
}
