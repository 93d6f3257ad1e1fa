import type { Logger } from '../../log.ts';
import type { AriChannel, AriEventType, AsteriskNode } from './node.ts';

/** After any of these another number of lines may be in use. */
const changing: readonly AriEventType[] = ['StasisStart', 'ChannelStateChange', 'ChannelDestroyed'];

/** Asterisk is asked once for all that happens within this time. */
const countMs = 1_000;

/**
 * How many lines to the carrier are in use, those on which somebody outside is still rung included. Asterisk is asked, for only it
 * knows of all of them; not on and on, but when something has happened to a telephone.
 */
export class TrunkLines {
  #inUse = 0;
  #counting: NodeJS.Timeout | undefined;
  readonly #stops: (() => void)[];
  readonly #parts: {
    node: AsteriskNode;
    endpoints: readonly string[];
    told: (inUse: number) => void;
    log: Logger;
  };

  /** @param parts `endpoints`: those of the carrier; `told`: hears of every other number */
  constructor(parts: {
    node: AsteriskNode;
    endpoints: readonly string[];
    told: (inUse: number) => void;
    log: Logger;
  }) {
    this.#parts = parts;
    const { node } = parts;
    this.#stops = [
      ...changing.map((type) => node.on(type, () => this.#countSoon())),
      node.onState((state) => state === 'up' && this.#countSoon()),
    ];
  }

  get inUse(): number {
    return this.#inUse;
  }

  close(): void {
    clearTimeout(this.#counting);
    for (const stop of this.#stops) stop();
  }

  #countSoon(): void {
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      void this.#count();
    }, countMs);
  }

  async #count(): Promise<void> {
    const { node, endpoints, told, log } = this.#parts;
    if (node.state !== 'up') return;
    try {
      const channels = await node.ari<Pick<AriChannel, 'name'>[]>('channels', 'list');
      const inUse = channels.filter(({ name }) => endpoints.some((one) => isOf(name, one))).length;
      if (inUse === this.#inUse) return;
      this.#inUse = inUse;
      told(inUse);
    } catch (error) {
      log.warn({ err: error }, 'the lines in use cannot be counted');
    }
  }
}

/** Asterisk names a channel by its endpoint and a number of eight hexadecimal digits. */
function isOf(channel: string, endpoint: string): boolean {
  return channel.startsWith(`PJSIP/${endpoint}-`) && channel.length === `PJSIP/${endpoint}-`.length + 8;
}
