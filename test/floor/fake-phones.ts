import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode } from '../../telephony/asterisk/node.ts';
import { readLegId } from '../../telephony/call/leg.ts';

/** A phone that rings, or that was picked up. */
export interface FakeLeg {
  readonly channelId: string;
  readonly operatorId: number;
  readonly callId: string;
  up: boolean;
  /** Since when no sound comes from it; undefined: it does. */
  stillSinceMs?: number;
}

/** What is asked of rooms and their sound; nobody listens here. */
const aboutRooms: ReadonlySet<string> = new Set([
  ...['createWithId', 'addChannel', 'removeChannel', 'destroy', 'startMoh', 'playWithId', 'stop'],
  ...['startSilence', 'stopSilence'],
]);

type Listener = (event: AriEvent) => void;

/** How a phone's channel ends, by the Q.850 causes that Asterisk tells. */
const causes = { 'no-answer': 19, rejected: 21, 'hung-up': 16 } as const;

/** The edge of the telephony as the queue knows it: operators' phones that ring until a test, their limit or a hang-up ends it. */
export class FakePhones {
  readonly legs = new Map<string, FakeLeg>();
  readonly node: AsteriskNode;
  /** How long Asterisk takes over its next answer. */
  answerMs: () => number = () => 0;
  /** The phones were not there for a while: none can be rung before it was asked whether it is. */
  hasSlept = false;
  readonly #ringListeners = new Set<(leg: FakeLeg) => void>();
  readonly #rooms = new Map<string, string>();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor() {
    const node: Pick<AsteriskNode, 'name' | 'ari' | 'ami' | 'onSubject' | 'onState'> = {
      name: 'n1',
      ami: async () => {
        this.hasSlept = false;
        return {};
      },
      ari: <T>(_resource: string, operation: string, parameters: Record<string, unknown> = {}) =>
        this.#asked(operation, parameters) as Promise<T>,
      onSubject: (id, listener) => this.#listen(id, listener),
      // The link stays up.
      onState: () => () => undefined,
    };
    this.node = node as AsteriskNode;
  }

  /** Tells of every phone the moment it is rung. */
  onRing(listener: (leg: FakeLeg) => void): void {
    this.#ringListeners.add(listener);
  }

  /** The phones of this operator that ring, or are in a call. */
  of(operatorId: number): FakeLeg[] {
    return [...this.legs.values()].filter((leg) => leg.operatorId === operatorId);
  }

  /** The room in which this phone is. */
  roomOf({ channelId }: FakeLeg): string | undefined {
    return this.#rooms.get(channelId);
  }

  pickUp(leg: FakeLeg): void {
    if (!this.legs.has(leg.channelId)) return;
    leg.up = true;
    this.#tell(leg.channelId, { type: 'StasisStart', timestamp: '' });
  }

  end(leg: FakeLeg, how: keyof typeof causes): void {
    if (!this.legs.delete(leg.channelId)) return;
    this.#tell(leg.channelId, { type: 'ChannelDestroyed', timestamp: '', cause: causes[how] });
  }

  async #asked(operation: string, parameters: Record<string, unknown>): Promise<unknown> {
    const channelId = String(parameters.channelId);
    const takesMs = this.answerMs();
    if (takesMs > 0) await new Promise((done) => setTimeout(done, takesMs));
    if (operation === 'getChannelVar') return { value: String(this.#packetsOf(channelId)) };
    if (operation === 'originateWithId') this.#ring(channelId, Number(parameters.timeout), parameters.body);
    else if (operation === 'hangup') this.#hangUp(channelId);
    else if (operation === 'addChannel')
      this.#rooms.set(String(parameters.channel), String(parameters.bridgeId));
    else if (operation === 'removeChannel') this.#rooms.delete(String(parameters.channel));
    else if (!aboutRooms.has(operation)) throw new AriError('ari.refused', `no phone knows ${operation}`);
    return {};
  }

  #ring(channelId: string, timeoutSeconds: number, body: unknown): void {
    const named = readLegId(channelId);
    if (!named) throw new AriError('ari.refused', 'not an operator');
    if (this.hasSlept) throw new AriError('ari.failed', 'no contact is reachable');
    const leg: FakeLeg = { ...named, channelId, up: false };
    this.legs.set(channelId, leg);
    setTimeout(() => leg.up || this.end(leg, 'no-answer'), timeoutSeconds * 1000);
    for (const listener of this.#ringListeners) listener(leg);
    // A browser picks up by itself what its operator has begun.
    if (JSON.stringify(body ?? null).includes('X-Holos-Resume')) setTimeout(() => this.pickUp(leg), 300);
  }

  /** One each 20 ms. */
  #packetsOf(channelId: string): number {
    const { stillSinceMs } = this.#known(channelId);
    return Math.floor((stillSinceMs ?? Date.now()) / 20) % 1e9;
  }

  #hangUp(channelId: string): void {
    this.end(this.#known(channelId), 'hung-up');
  }

  #known(channelId: string): FakeLeg {
    const leg = this.legs.get(channelId);
    if (!leg) throw new AriError('ari.not-found', 'no such channel', 404);
    return leg;
  }

  #listen(id: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  #tell(channelId: string, event: AriEvent): void {
    for (const listener of [...(this.#listeners.get(channelId) ?? [])]) listener(event);
  }
}
