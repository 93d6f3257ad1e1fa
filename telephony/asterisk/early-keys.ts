import type { AriEvent } from './node.ts';

/**
 * ARI tells of a key when it is let go, AMI when it is pressed: a tenth of a second earlier, in which a prompt can stop and
 * the next one begin. Both are heard, and each key is told once: by whichever comes first.
 *
 *   told by AMI ──ARI's word for it──▶ forgotten        told by ARI ──AMI's word for it──▶ forgotten
 *
 * Where AMI is away for a while, keys are told when they are let go; none is lost and none comes twice.
 *
 * Asterisk itself tells of some ends twice: a key that is let go while it puts off keys (a prompt is just being stopped) is queued,
 * and told again when it is taken from the queue, 15 to 30 ms later, more on a busy machine. The echo has no press of its own.
 */
export class EarlyKeys {
  /** By channel and key: how many presses were told of which ARI has not told (above 0), or AMI has not (below). */
  readonly #ahead = new Map<string, { count: number; atMs: number }>();
  /** By channel and key: when ARI last told of it, and whether AMI had told of that press. */
  readonly #ends = new Map<string, { wasPressed: boolean; atMs: number }>();
  /** By channel: whether it tells of presses. A telephone that sends keys by SIP INFO tells of no press at all. */
  readonly #tellsPresses = new Map<string, { does: boolean; atMs: number }>();
  readonly #now: () => number;
  readonly #pressesCome: () => boolean;

  /** @param pressesCome whether AMI tells of presses now: then one that has not come yet, of a telephone that tells of them, is only late */
  constructor(now: () => number = () => performance.now(), pressesCome: () => boolean = () => false) {
    this.#now = now;
    this.#pressesCome = pressesCome;
  }

  /** AMI says that a key is pressed. @returns whether to tell of it */
  pressed(channelId: string, key: string): boolean {
    return this.#count(channelId, key, 1);
  }

  /**
   * An event of AMI's, whether or not a key is told of then. It tells of all in their order: a channel on which a key is let go before any
   * was pressed tells of no presses.
   */
  hear({ event, direction, uniqueid: id }: Readonly<Record<string, string>>): void {
    if (direction !== 'Received' || id === undefined) return;
    if (event === 'DTMFBegin') this.#tells(id, true);
    if (event === 'DTMFEnd') this.#tells(id, this.#tellsPresses.get(id)?.does ?? false);
  }

  #tells(channelId: string, does: boolean): void {
    this.#tellsPresses.delete(channelId);
    this.#tellsPresses.set(channelId, { does, atMs: this.#now() });
  }

  /** ARI says that a key was let go. @returns whether to tell of it */
  released(channelId: string, key: string): boolean {
    const name = `${channelId} ${key}`;
    const wasPressed = (this.#ahead.get(name)?.count ?? 0) > 0;
    if (!wasPressed && this.#isEcho(channelId, name)) return false;
    this.#ends.delete(name);
    this.#ends.set(name, { wasPressed, atMs: this.#now() });
    return this.#count(channelId, key, -1);
  }

  /**
   * Should it have been a key all the same whose press is late, it is told with its press. On a busy machine ends are often read before
   * their presses, so that the end before had none tells nothing while presses come.
   */
  #isEcho(channelId: string, name: string): boolean {
    const before = this.#ends.get(name);
    if (!before) return false;
    const comesLate = this.#pressesCome() && (this.#tellsPresses.get(channelId)?.does ?? true);
    const withPress = before.wasPressed || comesLate;
    return this.#now() - before.atMs < (withPress ? echoMs : shortestPressMs);
  }

  #count(channelId: string, key: string, step: 1 | -1): boolean {
    const name = `${channelId} ${key}`;
    const now = this.#now();
    this.#forget(now);
    const count = this.#ahead.get(name)?.count ?? 0;
    this.#ahead.delete(name);
    if (count + step !== 0) this.#ahead.set(name, { count: count + step, atMs: now });
    return count * step >= 0;
  }

  /** The oldest stand first. A key is not held for so long, and what AMI has not said by then it will not say. */
  #forget(now: number): void {
    for (const known of [this.#ahead, this.#ends, this.#tellsPresses])
      for (const [name, { atMs }] of known) {
        if (now - atMs < longestMs) break;
        known.delete(name);
      }
  }
}

const longestMs = 20_000;
/** An end without a press, so soon after one that had a press, is its echo. */
const echoMs = 1_000;
/** Two presses of one key cannot follow each other sooner: 40 ms held, 40 ms let go. */
const shortestPressMs = 80;

/** The key that an AMI event says is being pressed by the far end of a channel, in the shape of ARI's event. */
export function readKeyPress(
  event: Readonly<Record<string, string>>,
  now = new Date(),
): (AriEvent & { channel: { id: string }; digit: string }) | undefined {
  const { event: kind, direction, digit, uniqueid: id, channel: name = '' } = event;
  if (kind !== 'DTMFBegin' || direction !== 'Received' || digit === undefined || id === undefined)
    return undefined;
  return {
    type: 'ChannelDtmfReceived',
    timestamp: now.toISOString(),
    digit,
    channel: {
      id,
      name,
      state: event.channelstatedesc ?? '',
      caller: { name: event.calleridname ?? '', number: event.calleridnum ?? '' },
      connected: { name: event.connectedlinename ?? '', number: event.connectedlinenum ?? '' },
      dialplan: { context: event.context ?? '', exten: event.exten ?? '', priority: Number(event.priority) },
      creationtime: '',
    },
  };
}
