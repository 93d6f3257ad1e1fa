import { HolosError } from '../../errors.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode } from '../../telephony/asterisk/node.ts';
import { isGone } from '../../telephony/call/room.ts';
import type { RtpPort } from './sound/rtp.ts';
import type { Timeline } from './timeline.ts';
import { deferred, within } from './waiting.ts';

/** How a call ended: who ended it, Q.850's cause, and the SIP status of a call that was not answered. */
export interface CallEnding {
  readonly by: 'resident' | 'holos';
  readonly cause: number;
  readonly causeText: string;
  readonly sipStatus: number | null;
  readonly atMs: number;
}

const refusals = { busy: 17, rejected: 21, 'no-such-number': 1, congestion: 34 } as const;
type Refusal = keyof typeof refusals;
const longestFarewellMs = 1000;

/**
 * One channel of the town's Asterisk with its sound beside it:
 *
 *     Holos ──SIP, RTP── channel ──bridge── sound channel ──RTP── RtpPort (a thread of this process)
 *
 * The bridge has these two only, so packets pass through it as they came, with the timestamps that Holos's Asterisk gave them.
 */
export class Line {
  readonly id: string;
  readonly farNumber: string | null;
  readonly #node: AsteriskNode;
  readonly #rtp: RtpPort;
  readonly #timeline: Timeline;
  readonly #answered = deferred<true>();
  readonly #ended = deferred<CallEnding>();
  readonly #stopListening: () => void;
  #hungUpHere = false;
  #isOver = false;

  constructor(node: AsteriskNode, id: string, farNumber: string | null, rtp: RtpPort, timeline: Timeline) {
    this.id = id;
    this.farNumber = farNumber;
    this.#node = node;
    this.#rtp = rtp;
    this.#timeline = timeline;
    this.#stopListening = node.onSubject(id, (event) => this.#happens(event));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  async answered(limitMs: number): Promise<void> {
    if (await within(this.#answered.promise, limitMs)) return;
    throw new HolosError('town.not-answered', `The call was not answered within ${limitMs} ms.`);
  }

  /** After the link to its Asterisk was lost: what ended meanwhile has ended. */
  async look(): Promise<void> {
    if (!this.#isOver && (await isGone(this.#node, this.id))) this.#over(0, 'unknown');
  }

  /** Undefined when it is not over within the limit. */
  ended(limitMs: number): Promise<CallEnding | undefined> {
    return within(this.#ended.promise, limitMs);
  }

  async ring(): Promise<void> {
    await this.#node.ari('channels', 'ring', { channelId: this.id });
    this.#timeline.add({ what: 'ringing' });
  }

  async answer(): Promise<void> {
    await this.#node.ari('channels', 'answer', { channelId: this.id });
    this.#isAnswered();
  }

  async refuse(how: Refusal): Promise<void> {
    this.#hungUpHere = true;
    await this.#end({ channelId: this.id, reason_code: String(refusals[how]) });
  }

  async hangUp(): Promise<void> {
    if (this.#isOver || this.#hungUpHere) return;
    this.#hungUpHere = true;
    await this.#end({ channelId: this.id, reason_code: '16' });
  }

  async sendKeys(
    keys: string,
    { durationMs, betweenMs }: { durationMs: number; betweenMs: number },
  ): Promise<void> {
    const between = Math.max(1, betweenMs);
    await this.#node.ari('channels', 'sendDTMF', {
      channelId: this.id,
      dtmf: keys,
      duration: durationMs,
      between,
    });
  }

  say(samples: Int16Array): Promise<void> {
    return this.#rtp.say(samples);
  }

  #happens({ type, channel, digit, cause, cause_txt, tech_cause }: AriEvent): void {
    if (type === 'ChannelDtmfReceived') this.#timeline.add({ what: 'key heard', key: digit });
    if (type === 'ChannelStateChange' && channel?.state === 'Ringing')
      this.#timeline.add({ what: 'ringing' });
    if (type === 'ChannelStateChange' && channel?.state === 'Up') this.#isAnswered();
    // A channel that is gone without a word about its end is gone all the same.
    if (type === 'StasisEnd') setTimeout(() => this.#over(0, 'unknown'), longestFarewellMs).unref();
    if (type === 'ChannelDestroyed') this.#over(cause ?? 0, cause_txt ?? '', tech_cause);
  }

  #isAnswered(): void {
    if (this.#timeline.entries.some((entry) => entry.what === 'answered')) return;
    this.#timeline.add({ what: 'answered' });
    this.#answered.resolve(true);
  }

  #over(cause: number, causeText: string, sipStatus = 0): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopListening();
    this.#rtp.close();
    const by = this.#hungUpHere ? 'resident' : 'holos';
    const atMs = this.#timeline.nowMs;
    this.#timeline.add({ what: 'ended', text: `by ${by}, ${causeText} (${cause})` });
    this.#answered.reject(
      new HolosError('town.not-answered', `The call ended unanswered: ${causeText}.`, { cause, sipStatus }),
    );
    this.#ended.resolve({ by, cause, causeText, sipStatus: sipStatus || null, atMs });
  }

  async #end(parameters: Record<string, string>): Promise<void> {
    try {
      await this.#node.ari('channels', 'hangup', parameters);
    } catch (error) {
      // The other end was quicker.
      if (!(error instanceof AriError && error.status === 404)) throw error;
    }
  }
}
