import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { readDutyPhoneId } from '../../telephony/call/duty-phone.ts';
import { readLegId } from '../../telephony/call/leg.ts';
import { roomId } from '../../telephony/call/room.ts';
import { inventoryOf } from './fake-inventory.ts';
import { FakeLink } from './fake-link.ts';
import { FakeRooms } from './fake-rooms.ts';

/** A phone outside that rings, or that was picked up. */
export interface FakeOutside {
  readonly channelId: string;
  readonly callId: string;
  up: boolean;
}

/** A phone of an operator's. */
export interface FakeLeg extends FakeOutside {
  readonly operatorId: number;
  readonly rungFor: 'leg' | 'supervisor';
  /** Since when no sound comes from it; undefined: it does. */
  stillSinceMs?: number;
}

type Parameters = Readonly<Record<string, unknown>>;

/** How a phone's channel ends, by the Q.850 causes that Asterisk tells. */
const causes = { 'no-answer': 19, rejected: 21, 'hung-up': 16, 'cut-off': 44 } as const;

/** How long every sentence is. */
const soundMs = 2_000;
/** An ear is off the channel that it was on a moment after it has ended, and nothing tells of that. */
const earOffMs = 100;

/** The edge of the telephony as the queue knows it: operators' phones that ring until a test, their limit or a hang-up ends it, and the rooms in which they are with callers. */
export class FakePhones {
  readonly legs = new Map<string, FakeLeg>();
  /** Whose phone stands beside the desk: nobody but he picks it up. All others are in a browser. */
  readonly sip = new Set<number>();
  /** Telephones that are none of ours. */
  readonly outside = new Map<string, FakeOutside>();
  readonly rooms = new FakeRooms();
  readonly link = new FakeLink();
  readonly node: AsteriskNode;
  /** How long Asterisk takes over its next answer. */
  answerMs: () => number = () => 0;
  /** The phones were not there for a while: none can be rung before it was asked whether it is. */
  hasSlept = false;
  readonly #callers = new Set<string>();
  /** What supervisors hear with, by the channels that they hear. */
  readonly #ears = new Map<string, string>();
  readonly #playing = new Map<string, string>();
  #unanswered = 0;
  readonly #ringListeners = new Set<(leg: FakeLeg) => void>();

  constructor() {
    const { link } = this;
    const node: Pick<
      AsteriskNode,
      | 'name'
      | 'state'
      | 'ari'
      | 'ariInOrder'
      | 'ami'
      | 'onSubject'
      | 'isFollowed'
      | 'onState'
      | 'onSync'
      | 'whenUp'
    > = {
      name: 'n1',
      get state() {
        return link.state;
      },
      ami: async () => {
        this.hasSlept = false;
        return {};
      },
      ari: <T>(resource: string, operation: string, parameters: Parameters = {}) =>
        this.#asked(`${resource}.${operation}`, parameters) as Promise<T>,
      ariInOrder: (operations) =>
        operations.map(({ resource, operation, parameters }) =>
          this.#asked(`${resource}.${operation}`, parameters),
        ),
      onSubject: (id, listener) => link.onSubject(id, listener),
      isFollowed: (id) => link.isFollowed(id),
      onState: (listener) => link.onState(listener),
      onSync: (listener) => link.onSync(listener),
      whenUp: (signal) => link.whenUp(signal),
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
  roomOf({ channelId }: Pick<FakeOutside, 'channelId'>): string | undefined {
    return this.rooms.of(channelId);
  }

  /** Whether all that was asked has been done: whoever is on the way somewhere has come there. */
  get hasAnswered(): boolean {
    return this.#unanswered === 0;
  }

  /** Whether this caller is told something. */
  hears(callId: string): boolean {
    return [...this.#playing.values()].includes(callId);
  }

  /** The channel that this phone listens to from beside a talk. */
  heardBy({ channelId }: FakeLeg): string | undefined {
    return [...this.#ears].find(([ear]) => ear.startsWith(channelId))?.[1];
  }

  /** A resident is on the telephone, in the room of his call. */
  callerComes(callId: string): void {
    this.#callers.add(callId);
    this.rooms.make(roomId(callId));
    this.rooms.enter(roomId(callId), callId);
  }

  callerHangsUp(callId: string): void {
    if (this.#callers.delete(callId)) this.#hasEnded(callId, 'hung-up');
  }

  pickUp(phone: FakeOutside): void {
    if (!this.#phone(phone.channelId)) return;
    phone.up = true;
    this.link.tell(phone.channelId, { type: 'StasisStart', timestamp: '' });
  }

  end({ channelId }: FakeOutside, how: keyof typeof causes): void {
    if (this.legs.delete(channelId) || this.outside.delete(channelId)) this.#hasEnded(channelId, how);
  }

  #phone(channelId: string): FakeOutside | undefined {
    return this.legs.get(channelId) ?? this.outside.get(channelId);
  }

  /** The link to Asterisk comes back. */
  async linkIsBack(): Promise<void> {
    await this.link.isBack(() =>
      inventoryOf({
        callers: this.#callers,
        phones: [...this.legs.values(), ...this.outside.values()],
        ears: this.#ears.keys(),
        rooms: this.rooms.ids,
      }),
    );
  }

  #asked(operation: string, parameters: Parameters): Promise<unknown> {
    return this.link.ask(operation, () => this.#does(operation, parameters));
  }

  async #does(operation: string, parameters: Parameters): Promise<unknown> {
    const does = this.#operations[operation];
    if (!does) throw new AriError('ari.refused', `no phone knows ${operation}`);
    const isOnlyLook = operation === 'channels.getChannelVar';
    if (!isOnlyLook) this.#unanswered += 1;
    try {
      const takesMs = this.answerMs();
      if (takesMs > 0) await new Promise((done) => setTimeout(done, takesMs));
      return does(parameters) ?? {};
    } finally {
      if (!isOnlyLook) this.#unanswered -= 1;
    }
  }

  readonly #operations: Readonly<Record<string, (parameters: Parameters) => unknown>> = {
    'channels.get': ({ channelId }) => {
      this.#demand(String(channelId));
      return { state: this.#isUp(String(channelId)) ? 'Up' : 'Ringing' };
    },
    'playbacks.get': ({ playbackId }) => {
      if (!this.#playing.has(String(playbackId)))
        throw new AriError('ari.not-found', 'nothing is played', 404);
      return { state: 'playing' };
    },
    'channels.getChannelVar': ({ channelId }) => ({ value: String(this.#packetsOf(String(channelId))) }),
    'channels.originateWithId': ({ channelId, timeout, body }) =>
      this.#ring(String(channelId), Number(timeout), body),
    'channels.hangup': ({ channelId }) => this.#hangUp(String(channelId)),
    'channels.startMoh': ({ channelId }) => this.#demand(String(channelId)),
    'channels.stopMoh': ({ channelId }) => this.#demand(String(channelId)),
    'channels.startSilence': ({ channelId }) => this.#demand(String(channelId)),
    'channels.stopSilence': ({ channelId }) => this.#demand(String(channelId)),
    'channels.playWithId': ({ channelId, playbackId, media }) =>
      this.#play(String(channelId), String(playbackId), String(media)),
    'channels.snoopChannelWithId': ({ channelId, snoopId }) => this.#hear(String(channelId), String(snoopId)),
    'playbacks.stop': ({ playbackId }) => this.#stop(String(playbackId)),
    'bridges.createWithId': ({ bridgeId }) => this.rooms.make(String(bridgeId)),
    'bridges.destroy': ({ bridgeId }) => this.rooms.destroy(String(bridgeId)),
    'bridges.startMoh': ({ bridgeId, mohClass }) => this.rooms.play(String(bridgeId), String(mohClass)),
    'bridges.stopMoh': ({ bridgeId }) => this.rooms.stop(String(bridgeId)),
    'bridges.addChannel': ({ bridgeId, channel }) => {
      if (!this.#isUp(String(channel))) throw new AriError('ari.refused', 'no such channel', 400);
      this.rooms.enter(String(bridgeId), String(channel));
    },
    'bridges.removeChannel': ({ bridgeId, channel }) => this.rooms.leave(String(bridgeId), String(channel)),
  };

  #ring(channelId: string, timeoutSeconds: number, body: unknown): void {
    const dutyFor = readDutyPhoneId(channelId);
    const named = readLegId(channelId);
    if (!named && !dutyFor) throw new AriError('ari.refused', 'not an operator');
    if (named && this.hasSlept) throw new AriError('ari.failed', 'no contact is reachable');
    const phone = { channelId, up: false };
    const endsUnheard = (rung: FakeOutside) =>
      setTimeout(() => rung.up || this.end(rung, 'no-answer'), timeoutSeconds * 1000);
    if (!named) {
      const outside = { ...phone, callId: dutyFor ?? '' };
      this.outside.set(channelId, outside);
      endsUnheard(outside);
      return;
    }
    const leg: FakeLeg = { ...phone, ...named };
    this.legs.set(channelId, leg);
    endsUnheard(leg);
    for (const listener of this.#ringListeners) listener(leg);
    // A browser picks up by itself what its operator has begun.
    if (!this.sip.has(leg.operatorId) && JSON.stringify(body ?? null).includes('X-Holos-Resume'))
      setTimeout(() => this.pickUp(leg), 300);
  }

  /** One each 20 ms. */
  #packetsOf(channelId: string): number {
    this.#demand(channelId);
    return Math.floor((this.legs.get(channelId)?.stillSinceMs ?? Date.now()) / 20) % 1e9;
  }

  #play(channelId: string, playbackId: string, media: string): void {
    this.#demand(channelId);
    this.#playing.set(playbackId, channelId);
    // A tone has no end.
    if (!media.startsWith('tone:'))
      setTimeout(() => this.#playing.has(playbackId) && this.#stop(playbackId), soundMs);
  }

  #stop(playbackId: string): void {
    if (!this.#playing.delete(playbackId)) throw new AriError('ari.not-found', 'nothing is played', 404);
    this.link.tell(playbackId, { type: 'PlaybackFinished', timestamp: '' });
  }

  #hear(channelId: string, earId: string): void {
    this.#demand(channelId);
    this.#ears.set(earId, channelId);
    this.link.tell(earId, { type: 'StasisStart', timestamp: '' });
  }

  #hangUp(channelId: string): void {
    if (channelId.includes('.ear-')) this.#earComesOff();
    this.#demand(channelId);
    const phone = this.#phone(channelId);
    if (phone) this.end(phone, 'hung-up');
    else if (this.#ears.has(channelId)) this.#earEnds(channelId);
    else this.callerHangsUp(channelId);
  }

  /** Also for one that has ended with its channel, so much is waited before the next. */
  #earComesOff(): void {
    this.#unanswered += 1;
    setTimeout(() => {
      this.#unanswered -= 1;
    }, earOffMs);
  }

  #earEnds(earId: string): void {
    this.#ears.delete(earId);
    this.rooms.forget(earId);
    this.link.tell(earId, { type: 'StasisEnd', timestamp: '' });
  }

  /** With a channel everything ends that is heard in it, and that hears it. */
  #hasEnded(channelId: string, how: keyof typeof causes): void {
    this.rooms.forget(channelId);
    for (const [playbackId, heardBy] of this.#playing) if (heardBy === channelId) this.#stop(playbackId);
    for (const [earId, heard] of this.#ears) if (heard === channelId) this.#earEnds(earId);
    this.link.tell(channelId, { type: 'ChannelDestroyed', timestamp: '', cause: causes[how] });
  }

  #isUp(channelId: string): boolean {
    return this.#phone(channelId)?.up ?? (this.#callers.has(channelId) || this.#ears.has(channelId));
  }

  /** @throws AriError where there is no such channel */
  #demand(channelId: string): void {
    if (this.#phone(channelId) || this.#callers.has(channelId) || this.#ears.has(channelId)) return;
    throw new AriError('ari.not-found', 'no such channel', 404);
  }
}
