import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { measure, tracksIn } from './measure.ts';
import { settlePauses } from './settle-pauses.ts';
import { SideCapture } from './side-capture.ts';
import { type Sidecar, writeSidecar } from './sidecar.ts';
import { sides, type Track } from './sides.ts';

/**
 * Of a machine so busy that time is lost at every look, what was lost is not noted at every look as well: it is found again in the files
 * by whoever takes the recording up.
 */
const notePausesEveryMs = 30_000;

export interface LiveParts {
  node: AsteriskNode;
  log: Logger;
  root: string;
  callId: string;
  /** Below the root. */
  folder: string;
  startedAt: Date;
  failed: () => void;
}

/** What a recording came to: `durationMs` 0 when nothing was kept. */
export interface Kept {
  durationMs: number;
  tracks: Track[];
}

/** The recording of one call that goes on: both sides, and the sidecar that says how they belong together. */
export class LiveRecording {
  readonly #parts: LiveParts;
  readonly #folder: string;
  readonly #sides: SideCapture[];
  #saving: Promise<void> = Promise.resolve();
  #savedAtMs = 0;
  #hasNewPauses = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#folder = path.join(parts.root, parts.folder);
    this.#sides = sides.map((side) => new SideCapture({ ...parts, side, changed: () => this.#save() }));
  }

  /** Resolves when both sides are being written, or cannot be. */
  async start(): Promise<void> {
    // Nothing is saved there before: a call may be over in the same moment.
    this.#saving = this.#makeFolder();
    await this.#saving;
    await Promise.all(this.#sides.map((side) => side.start()));
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      // Asterisk makes the folder too when it can: the tracks say for themselves whether they are written.
      this.#fault(error, 'the folder of a recording cannot be made');
    }
  }

  /**
   * Goes on with what an earlier controller began; `running` are the channels Asterisk has now. Whether it is switched on or
   * off, `on` decides: that controller may have died between saying and doing it.
   */
  async adopt(running: ReadonlySet<string>, on: boolean): Promise<void> {
    // Before anything is waited for: it may be switched meanwhile.
    await this.switch(on);
    const tracks = await tracksIn(this.#folder, this.#parts.startedAt);
    for (const [index, side] of sides.entries()) {
      const own = tracks.filter((track) => track.side === side);
      this.#sides[index]?.adopt(own, running);
    }
    if (tracks.length > 0) this.#save();
  }

  /** Off, nothing is written of what is said on both sides, and silence is heard there. */
  async switch(on: boolean): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.switch(on)));
  }

  /** After Asterisk was away: what is switched on is written, and what is off is not. */
  async linkedAgain(): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.linkedAgain()));
  }

  /** Looks at the files once: where time was lost, and which sides are being written. */
  async observe(): Promise<void> {
    await Promise.all(this.#sides.map((side) => this.#observe(side)));
    if (this.#hasNewPauses && Date.now() - this.#savedAtMs >= notePausesEveryMs) this.#save();
  }

  async #observe(side: SideCapture): Promise<void> {
    const last = side.tracks.at(-1);
    if (!last) return;
    const { track, lost } = last;
    const before = track.pauses.length;
    try {
      const { size, mtimeMs } = await stat(path.join(this.#folder, track.file));
      lost.observe(size, mtimeMs);
      if (size > 0 && side.tracks.at(-1) === last) side.isOnDisk();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#fault(error, 'a recording cannot be looked at');
    }
    track.pauses = lost.pauses;
    if (track.pauses.length !== before) this.#hasNewPauses = true;
  }

  /** The call is over: closes the files and says what was kept. */
  async finish(): Promise<Kept> {
    const endMs = Date.now();
    await Promise.all(this.#sides.map((side) => side.end()));
    await this.observe();
    await Promise.all(this.#sides.map((side) => this.#lastsUntil(endMs, side)));
    await Promise.all(this.#all.map((track) => settlePauses(this.#folder, track)));
    this.#save();
    await this.#saving;
    return { tracks: this.#all, durationMs: await measure(this.#folder, this.#all) };
  }

  /**
   * Its length is that of the call, though it was off to the end. It is reckoned from what is in the file: of what was lost in the last
   * moments before it was switched off no look has told.
   */
  async #lastsUntil(endMs: number, side: SideCapture): Promise<void> {
    const last = side.tracks.at(-1)?.track;
    if (!last || !side.isOff) return;
    const ms = endMs - this.#parts.startedAt.getTime() - (await measure(this.#folder, [last]));
    if (ms > 0) last.pauses = [...last.pauses, { atSample: Number.MAX_SAFE_INTEGER, ms }];
  }

  release(): void {
    for (const side of this.#sides) side.release();
  }

  /** Whether a side of it is not being written now, since that failed. */
  get broken(): boolean {
    return this.#sides.some((side) => side.broken);
  }

  get #all(): Track[] {
    return this.#sides.flatMap((side) => side.tracks.map(({ track }) => track));
  }

  #save(): void {
    const { callId, node, startedAt } = this.#parts;
    this.#savedAtMs = Date.now();
    this.#hasNewPauses = false;
    this.#saving = this.#saving.then(async () => {
      const sidecar: Sidecar = {
        callId,
        node: node.name,
        startedAt: startedAt.toISOString(),
        tracks: this.#all,
      };
      try {
        await writeSidecar(this.#folder, sidecar);
      } catch (error) {
        this.#fault(error, 'what is known of a recording cannot be written beside it');
      }
    });
  }

  #fault(error: unknown, message: string): void {
    this.#parts.failed();
    this.#parts.log.error({ err: error, code: codeOf(error), callId: this.#parts.callId }, message);
  }
}
