import type { AriEvent, AsteriskNode } from '../asterisk/node.ts';
import { type Dialling, dial } from './dial.ts';
import { isGone, letGo, unlessGone } from './room.ts';

/** A telephone that is in a room beside the caller. */
export class Telephone {
  readonly channelId: string;
  readonly #node: AsteriskNode;
  readonly #gone = new AbortController();
  readonly #cause: Promise<number | null>;
  #causeIsKnown: (cause: number | null) => void = () => undefined;
  readonly #stops: (() => void)[];

  constructor(node: AsteriskNode, channelId: string) {
    this.#node = node;
    this.channelId = channelId;
    this.#cause = new Promise((known) => {
      this.#causeIsKnown = known;
    });
    this.#stops = [
      node.onSubject(channelId, (event) => this.#heardOf(event)),
      // One that hangs up while the link is down is told of by nobody.
      node.onState((state) => state === 'up' && void this.#look()),
    ];
  }

  /** Fires when the phone has hung up or is lost. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Why it has gone (Q.850), which is known with `gone` or a moment later; null where nobody has told, as while the link was lost. */
  get cause(): Promise<number | null> {
    return this.#cause;
  }

  /** The same as `gone`, asked of Asterisk: of what has gone while the link was lost nobody has told yet. */
  async isGone(): Promise<boolean> {
    if (!this.gone.aborted) await this.#look();
    return this.gone.aborted;
  }

  async #look(): Promise<void> {
    if (await isGone(this.#node, this.channelId)) this.#hasEnded(null);
  }

  /** Packets of sound that came from the phone so far: it stands still when the browser is gone, before anything else tells. */
  async packetsReceived(): Promise<number> {
    const answer = await this.#node.ari<{ value: string }>('channels', 'getChannelVar', {
      channelId: this.channelId,
      variable: 'CHANNEL(rtcp,rxcount)',
    });
    return Number(answer.value) || 0;
  }

  /**
   * Sends silence to a phone that is in no room, so that a supervisor who whispers to it is heard there, too: without a stream
   * there is nothing that he could be mixed into. It ends before the phone enters a room, else it hears nothing there.
   */
  async silence(on: boolean): Promise<void> {
    const operation = on ? 'startSilence' : 'stopSilence';
    await unlessGone(this.#node.ari('channels', operation, { channelId: this.channelId }));
  }

  async hangUp(): Promise<void> {
    await letGo(this.#node.ari('channels', 'hangup', { channelId: this.channelId }));
    this.#hasEnded(null);
  }

  #heardOf({ type, cause }: AriEvent): void {
    // The first two come before, and the cause of the first is another thing where it was Asterisk that has given the phone up.
    if (type === 'ChannelHangupRequest' || type === 'StasisEnd') this.#gone.abort();
    if (type === 'ChannelDestroyed') this.#hasEnded(cause ?? null);
  }

  #hasEnded(cause: number | null): void {
    this.#causeIsKnown(cause);
    this.#gone.abort();
    for (const stop of this.#stops) stop();
  }
}

/** The phone of an operator in a room. Its id names the operator, so that a room can be understood after a restart. */
export class Leg extends Telephone {
  readonly operatorId: number;
  /** When it was picked up; after a restart, when it was found. */
  readonly pickedUpAtMs = Date.now();

  constructor(node: AsteriskNode, channelId: string, operatorId: number) {
    super(node, channelId);
    this.operatorId = operatorId;
  }
}

/** What an operator's phone is rung for: to lead the talk or to help with it, or to supervise it. */
type LegFor = 'leg' | 'supervisor';

/**
 * Rings an operator's phone for a call and gives its leg when it is picked up.
 * @throws NotReached, or the signal's reason.
 */
export async function ringOperator(
  node: AsteriskNode,
  operatorId: number,
  dialling: Omit<Dialling, 'channelId' | 'purpose'> & { callId: string },
  signal: AbortSignal,
  rungFor: LegFor = 'leg',
): Promise<Leg> {
  const channelId = legId(node.name, rungFor, operatorId, dialling.callId);
  await dial(node, { ...dialling, channelId, purpose: 'leg' }, signal);
  return new Leg(node, channelId, operatorId);
}

let legs = 0;

function legId(node: string, rungFor: LegFor, operatorId: number, callId: string): string {
  return `${node}-${rungFor}-${operatorId}-${Date.now().toString(36)}${(legs++).toString(36)}-${callId}`;
}

/** Whose phone a channel is and which call it was rung for, or null when it is no operator's leg. */
export function readLegId(channelId: string): { operatorId: number; callId: string; rungFor: LegFor } | null {
  const found = /^[a-z0-9]+-(leg|supervisor)-(\d+)-[a-z0-9]+-(.+)$/.exec(channelId);
  if (!found) return null;
  return { rungFor: found[1] as LegFor, operatorId: Number(found[2]), callId: found[3] as string };
}
