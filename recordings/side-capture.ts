import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { waitFor } from '../telephony/call/waiting.ts';
import { isMissing } from './is-missing.ts';
import { LostTime } from './lost-time.ts';
import { fileOf, readFileName, type Side, type Track } from './sides.ts';
import { readSnoopId, recordingNameOf, snoopIdOf, startTrack } from './start-track.ts';

// waiting ──start──▶ writing ──the file ended, the call goes on──▶ waiting (the next track)
//                       └─────the call is over─────▶ ended
//
// Switched off, the track ends, and `waiting` waits until it is on again: what is not there cannot be half switched,
// whoever dies meanwhile. (ARI's own muting of a recording is a switch that is turned, not set: told twice, it is on again.)

/** The second try comes at once; a full disk is asked again every 15 s, so a call goes on being recorded when it has room. */
const retryMs = [0, 2_000, 15_000] as const;
const hangUpMs = 100;
const endLimitMs = 1_000;
/** A track that was written for so long had begun well. */
const longLifeMs = 10_000;

export interface SideParts {
  node: AsteriskNode;
  log: Logger;
  callId: string;
  side: Side;
  folder: string;
  startedAt: Date;
  /** The tracks have changed: another has begun. */
  changed: () => void;
  failed: () => void;
}

/**
 * One side of one call: begins its track, and another when a track breaks off or was switched off while the call goes on.
 * Never throws.
 */
export class SideCapture {
  readonly tracks: { track: Track; lost: LostTime }[] = [];
  readonly #parts: SideParts;
  readonly #over = new AbortController();
  #writing = false;
  #broken = false;
  #onEnd: (() => void) | undefined;
  #stopListening: () => void = () => {};
  #failures = 0;
  #trackSince = 0;
  #off = false;
  #onAgain: (() => void) | undefined;
  /** Its track was ended because it is off, and nothing is wrong. */
  #cutOff = false;
  /** Of the track that was begun last, or tried to: no number is used twice, so that no file is in the way of another. */
  #number = 0;
  /** Tracks whose channels could not be taken away yet. */
  readonly #leftovers = new Set<number>();

  constructor(parts: SideParts) {
    this.#parts = parts;
  }

  /** Whether writing it has failed, and nothing of a new track is on the disk yet: Asterisk begins a file on a full disk, too. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Whether it is switched off. */
  get isOff(): boolean {
    return this.#off;
  }

  /** Sound of the latest track was seen on the disk. */
  isOnDisk(): void {
    if (this.#writing) this.#broken = false;
  }

  /** Resolves when the side is being written, or cannot be. */
  async start(): Promise<void> {
    while (!this.#over.signal.aborted && !this.#writing) {
      if (this.#off) await this.#untilOn();
      if (this.#over.signal.aborted) return;
      // Two channels that listen to one side would write it twice.
      for (const leftover of this.#leftovers) await this.#remove(leftover);
      const number = ++this.#number;
      const name = { ...this.#parts, number };
      try {
        this.#listen(number);
        const at = await startTrack(this.#parts.node, name);
        this.#add(fileOf(name), at);
        // Switched off in this very moment.
        await this.keepOff();
        return;
      } catch (error) {
        this.#stopListening();
        await this.#remove(number);
        const gone = codeOf(error) === 'ari.not-found' || (await this.#callIsGone());
        if (gone || this.#over.signal.aborted) return;
        this.#fail();
        this.#parts.log.error(
          { err: error, code: codeOf(error), callId: this.#parts.callId, side: this.#parts.side },
          'one side of a call is not being recorded',
        );
        await this.#pause(this.#retryMs);
      }
    }
  }

  /** Off, its track ends, and the next one begins when it is on again. */
  async switch(on: boolean): Promise<void> {
    this.#off = !on;
    if (on) this.#onAgain?.();
    else await this.keepOff();
  }

  /** Where it is switched off and is being written all the same, since Asterisk could not be told, it is told now. */
  async keepOff(): Promise<void> {
    if (!this.#off || !this.#writing) return;
    this.#cutOff = true;
    await this.#remove(this.#number);
  }

  /** After Asterisk was away: a track that ended meanwhile has told nobody; and what is off and is written all the same ends now. */
  async linkedAgain(): Promise<void> {
    const number = this.#number;
    const recordingName = recordingNameOf({ ...this.#parts, number });
    const hasEnded =
      this.#writing && (await isMissing(this.#parts.node.ari('recordings', 'getLive', { recordingName })));
    if (hasEnded && number === this.#number) return this.#fileEnded();
    await this.keepOff();
  }

  #untilOn(): Promise<unknown> {
    return waitFor<true>((done) => {
      this.#onAgain = () => done(true);
      const over = () => done(true);
      this.#over.signal.addEventListener('abort', over);
      return () => {
        this.#onAgain = undefined;
        this.#over.signal.removeEventListener('abort', over);
      };
    }, {});
  }

  /** Takes up the tracks of an earlier controller; `running` are the channels Asterisk has now. */
  adopt(tracks: readonly Track[], running: ReadonlySet<string>): void {
    const startedAtMs = this.#parts.startedAt.getTime();
    for (const track of tracks)
      this.tracks.push({ track, lost: new LostTime(startedAtMs + track.startMs, track.pauses) });
    const listening = [...running].map((id) => readSnoopId(id, this.#parts));
    const last = tracks.at(-1);
    const written = last ? (readFileName(last.file)?.number ?? 0) : 0;
    this.#number = Math.max(written, ...listening);
    if (written > 0 && listening.includes(written)) {
      this.#listen(written);
      this.#writing = true;
      void this.linkedAgain();
      return;
    }
    // One that was to listen, but whose file had not begun.
    for (const number of listening) if (number > 0) this.#leftovers.add(number);
    void this.start();
  }

  /** The call is over: waits until Asterisk has closed the file, and closes it if Asterisk does not. */
  async end(): Promise<void> {
    this.#over.abort();
    if (this.#writing) {
      const ended = await waitFor<true>(
        (done) => {
          this.#onEnd = () => done(true);
          return () => {
            this.#onEnd = undefined;
          };
        },
        { limitMs: endLimitMs },
      );
      if (!ended) await this.#remove(this.#number);
    }
    this.#stopListening();
  }

  /** Lets go without ending anything: another controller will take it up. */
  release(): void {
    this.#over.abort();
    this.#stopListening();
  }

  #add(file: string, begunAt: Date): void {
    const startMs = begunAt.getTime() - this.#parts.startedAt.getTime();
    const track: Track = { side: this.#parts.side, file, startMs, pauses: [] };
    this.tracks.push({ track, lost: new LostTime(begunAt.getTime()) });
    this.#trackSince = Date.now();
    this.#writing = true;
    this.#parts.changed();
  }

  #listen(number: number): void {
    this.#stopListening = this.#parts.node.onSubject(recordingNameOf({ ...this.#parts, number }), (event) => {
      if (event.type === 'RecordingFinished' || event.type === 'RecordingFailed') void this.#fileEnded();
    });
  }

  async #fileEnded(): Promise<void> {
    if (!this.#writing) return;
    this.#writing = false;
    this.#stopListening();
    this.#onEnd?.();
    if (this.#cutOff) {
      this.#cutOff = false;
      return this.start();
    }
    // When the resident hangs up, the file may end an instant before the call is said to be over.
    await this.#pause(hangUpMs);
    if (this.#over.signal.aborted || (await this.#callIsGone())) return;
    await this.#remove(this.#number);
    if (Date.now() - this.#trackSince > longLifeMs) this.#failures = 0;
    this.#fail();
    this.#parts.log.warn(
      { callId: this.#parts.callId, side: this.#parts.side },
      'a track broke off, the next one begins',
    );
    await this.#pause(this.#retryMs);
    await this.start();
  }

  #fail(): void {
    this.#failures++;
    this.#broken = true;
    this.#parts.failed();
  }

  #callIsGone(): Promise<boolean> {
    return isMissing(this.#parts.node.ari('channels', 'get', { channelId: this.#parts.callId }));
  }

  async #remove(number: number): Promise<void> {
    const channelId = snoopIdOf({ ...this.#parts, number });
    this.#leftovers.add(number);
    try {
      await this.#parts.node.ari('channels', 'hangup', { channelId });
      this.#leftovers.delete(number);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ari.not-found') this.#leftovers.delete(number);
      else if (code !== 'ari.down')
        this.#parts.log.warn({ err: error, channelId }, 'a listening channel could not be hung up');
    }
  }

  get #retryMs(): number {
    return retryMs[Math.min(this.#failures, retryMs.length) - 1] ?? 0;
  }

  async #pause(ms: number): Promise<void> {
    // Only the end of the call cuts the pause short.
    await pause(ms, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }
}
