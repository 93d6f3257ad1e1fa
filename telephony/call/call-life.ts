import type { Language } from '../../config/company.ts';
import type { CallEnd, StepData } from '../../events.ts';
import { AriError } from '../asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode } from '../asterisk/node.ts';
import { Answers } from './answers.ts';
import type { CallFacts, CallParts } from './call-parts.ts';
import { CallOver } from './ended.ts';
import { Keys } from './keys.ts';
import { throughLinkLoss } from './link-loss.ts';
import { isGone, Room, unlessGone } from './room.ts';

/**
 * The life of one call: its room, the keys that come in, what is known of it, and how it ends. Its signal fires when the caller
 * hangs up, the longest call time is over, or Holos shuts down. What a flow does with a call is `Call`.
 */
export abstract class CallLife {
  readonly id: string;
  readonly node: AsteriskNode;
  readonly direction: 'in' | 'out';
  readonly hotline: string;
  readonly number: string | null;
  readonly arrivedAt: Date;
  readonly room: Room;
  readonly keys = new Keys((key, at) => this.#keyUsed(key, at));
  /** Answers of this run of a flow, so that nothing is asked twice. */
  readonly answers: Answers;
  /** Who has this number, as far as is known. Context, not proof. */
  residentIds: readonly number[];
  /** Whether 0, # and 9 lead out of a flow where it gives them no meaning; see `Detour`. */
  detours = false;
  /** The keys pressed now are a secret: the log of events is not told which. */
  keysAreSecret = false;
  language: Language;
  /** What the call has come to so far; the end of the call states it. */
  result: CallEnd['result'] = 'served';
  answered = false;

  protected readonly parts: CallParts;
  readonly #over = new AbortController();
  /** When it was over, where that became known only later. */
  #overAt: Date | undefined;
  readonly #stopListening: () => void;
  /** Nobody waits any more for a link that is down. */
  readonly #shutDown = new AbortController();
  #finished: Promise<void> | undefined;
  /** The caller's channel has ended by itself: there is nothing to hang up. */
  #gone = false;

  constructor(facts: CallFacts, parts: CallParts) {
    this.id = facts.id;
    this.node = parts.node;
    this.direction = facts.direction;
    this.hotline = facts.hotline;
    this.number = facts.number;
    this.language = facts.language;
    this.arrivedAt = facts.arrivedAt;
    this.residentIds = facts.residentIds ?? [];
    this.answers = new Answers(facts.answers);
    this.room = new Room(parts.node, facts.id);
    this.parts = parts;
    this.#stopListening = parts.node.onSubject(facts.id, (event) => this.#heardOf(event));
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Why the call was over, once it is. */
  get endReason(): CallEnd['reason'] | null {
    return this.#over.signal.aborted ? (this.#over.signal.reason as CallOver).end.reason : null;
  }

  /** The time that its steps bear: now, or when it was over, for what becomes known of it only later. */
  get now(): Date {
    return this.#overAt ?? new Date();
  }

  /** Writes one step of this call to the log of events. */
  step(step: StepData): void {
    this.parts.bus.emit('step', { ...step, callId: this.id, at: this.now });
  }

  /** Opens the room around the caller, before the answer, so that the first sound follows the answer at once. */
  async openRoom(): Promise<void> {
    await this.unlessOver(this.room.open(this.id));
  }

  async answer(): Promise<void> {
    await this.unlessOver(this.node.ari('channels', 'answer', { channelId: this.id }));
    this.answered = true;
    this.step({ kind: 'answered' });
  }

  /** Music in the room, for everyone who is in it. */
  music(on: boolean): Promise<void> {
    return this.unlessOver(this.room.music(on));
  }

  /**
   * Asterisk may refuse what concerns a caller who has gone before it tells of the going: after a refusal this looks whether
   * it was that. Then the call is over.
   */
  async lookWhetherGone(): Promise<void> {
    if (!this.signal.aborted && (await isGone(this.node, this.id))) this.#hasGone();
  }

  /**
   * Ends everything that runs for this call: verbs reject with this reason. The first reason stays.
   * @param at when that was, where nobody was there to see it
   */
  over(reason: CallEnd['reason'], at?: Date): void {
    this.#overAt ??= at;
    this.#over.abort(new CallOver(reason));
  }

  /**
   * Hangs up, takes the room away and writes the end; where the link is down, when it is back, unless this is a shutdown. Safe to call
   * twice; works when the caller is long gone.
   * The first reason a call was over for is the one that is written, unless a better one is known now (`instead`).
   */
  finish(reason: CallEnd['reason'], { instead = false } = {}): Promise<void> {
    if (reason === 'shutdown')
      this.#shutDown.abort(
        new AriError('ari.down', 'There is no link to Asterisk any more to hang up a call.'),
      );
    this.#finished ??= this.#finish(reason, instead);
    return this.#finished;
  }

  async #finish(reason: CallEnd['reason'], instead: boolean): Promise<void> {
    this.over(reason);
    this.forgetKeys();
    try {
      await throughLinkLoss(this.node, () => this.#hangUp(), this.#shutDown.signal);
    } finally {
      this.#stopListening();
      this.parts.live.delete(this.id);
      const { end } = this.signal.reason as CallOver;
      this.step({ kind: 'ended', result: this.#outcome, reason: instead ? reason : end.reason });
    }
  }

  /** Of what was pressed until now nobody knows what it was for: it is no answer to what is asked next, and may be a secret. */
  forgetKeys(): void {
    const before = this.keysAreSecret;
    this.keysAreSecret = true;
    this.keys.clear();
    this.keysAreSecret = before;
  }

  async #hangUp(): Promise<void> {
    if (!this.#gone)
      await unlessGone(this.node.ari('channels', 'hangup', { channelId: this.id, reason: 'normal' }));
    await this.room.close();
  }

  /** Who went before the answer has had nothing of us, whatever the flow had begun; whom we have cut off was not served. */
  get #outcome(): CallEnd['result'] {
    if (this.result !== 'served') return this.result;
    if (this.endReason === 'asterisk-lost') return 'failed';
    return this.direction === 'in' && !this.answered ? 'abandoned' : 'served';
  }

  #heardOf(event: AriEvent): void {
    switch (event.type) {
      case 'ChannelDtmfReceived':
        if (event.digit) this.keys.press(event.digit);
        break;
      case 'ChannelHangupRequest':
      case 'StasisEnd':
      case 'ChannelDestroyed':
        this.#hasGone();
        break;
    }
  }

  #hasGone(): void {
    this.#gone = true;
    this.over('caller-hung-up');
  }

  /** Digits of a secret may have been pressed ahead: they are told apart when they are used, not when they are pressed. */
  #keyUsed(key: string, at: Date): void {
    this.parts.bus.emit('step', {
      kind: 'key',
      key: this.keysAreSecret ? '•' : key,
      callId: this.id,
      at,
    });
  }

  /** A request that fails because the caller has just gone is the end of the call, not a fault. */
  protected async unlessOver(request: Promise<unknown>): Promise<void> {
    try {
      await request;
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
    this.signal.throwIfAborted();
  }
}
