import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { Bus, Step } from '../events.ts';
import type { Logger } from '../log.ts';
import { untilDone } from '../telephony/asterisk/backoff.ts';
import type { AsteriskNode, NodeInventory } from '../telephony/asterisk/node.ts';
import { folderOf, recordingsRoot } from './folder.ts';
import { isMissing } from './is-missing.ts';
import { type Kept, LiveRecording } from './live-recording.ts';
import { measure, tracksIn } from './measure.ts';
import type { RecordingRow, RecordingRows } from './rows.ts';
import { settlePauses } from './settle-pauses.ts';
import { writeSidecar } from './sidecar.ts';

const lookEveryMs = 2_000;
/** Whichever is told first; a channel that hangs up in the application may leave it without its destruction being told. */
const overWith: ReadonlySet<string> = new Set(['ChannelHangupRequest', 'StasisEnd', 'ChannelDestroyed']);

export interface CaptureParts {
  settings: Settings;
  bus: Bus;
  rows: RecordingRows;
  node: AsteriskNode;
  log: Logger;
}

export interface Capture {
  /** Recordings that go on, how many of them lack a side now, and how often recording has failed since the start. */
  figures(): { recording: number; broken: number; failures: number };
  /** Lets go of the recordings that go on (Asterisk keeps writing them) and waits for those being finished. */
  close(): Promise<void>;
}

/**
 * Records every call from its answer to its end. Nothing it does is waited for by a call, and nothing of it fails a call.
 * Asterisk must have been shown the recordings' folder before (linkRecordingsFolder).
 */
export function createCapture(parts: CaptureParts): Capture {
  return new CallCapture(parts);
}

/** In a shorter call Asterisk may not have begun to write before it was over: that nothing is there is no fault of anybody's. */
const writtenAfterMs = 500;

interface Running {
  live: LiveRecording;
  startedAt: Date;
  /** The row's id, as soon as the database has given one. */
  id: Promise<number | null>;
  stopListening: () => void;
}

class CallCapture implements Capture {
  readonly #parts: CaptureParts;
  readonly #log: Logger;
  readonly #root: string;
  readonly #running = new Map<string, Running>();
  /** Calls whose recording was switched off or on again, as their steps said last. */
  readonly #switched = new Map<string, boolean>();
  readonly #finishing = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #stops: (() => void)[];
  #failures = 0;

  constructor(parts: CaptureParts) {
    this.#parts = parts;
    this.#log = parts.log;
    this.#root = recordingsRoot(parts.settings);
    const timer = setInterval(() => void this.#look(), lookEveryMs);
    this.#stops = [
      parts.bus.on('step', (step) => this.#heard(step)),
      parts.node.onSync((inventory) => this.#sync(inventory)),
      () => clearInterval(timer),
    ];
  }

  figures() {
    const broken = [...this.#running.values()].filter(({ live }) => live.broken).length;
    return { recording: this.#running.size, broken, failures: this.#failures };
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const running of this.#running.values()) {
      running.stopListening();
      running.live.release();
    }
    this.#running.clear();
    this.#closing.abort();
    await Promise.all(this.#finishing);
  }

  #heard(step: Step): void {
    if (step.kind === 'answered') this.#begin(step.callId, step.at);
    else if (step.kind === 'ended') {
      this.#end(step.callId);
      this.#switched.delete(step.callId);
    } else if (step.kind === 'recording-off') this.#switch(step.callId, false);
    else if (step.kind === 'recording-on') this.#switch(step.callId, true);
  }

  #begin(callId: string, startedAt: Date): void {
    if (this.#running.has(callId)) return;
    const folder = folderOf(callId, startedAt);
    const row = { callId, node: this.#parts.node.name, folder, startedAt };
    const running = this.#run(
      row,
      this.#insist((rows, again) => rows.begin(row, again)),
    );
    this.#watch(running.live.start().then(() => this.#began(callId, running)));
  }

  async #began(callId: string, running: Running): Promise<void> {
    const goesOn = () => this.#running.get(callId) === running;
    // The end of a call is its last step: who hung up meanwhile has none after it.
    if (goesOn()) this.#parts.bus.emit('step', { kind: 'recording-started', callId, at: new Date() });
    const recordingId = await running.id;
    if (recordingId !== null && goesOn())
      this.#parts.bus.emit('recording', { recordingId, callId, state: 'recording', durationMs: 0 });
  }

  #run(row: Pick<RecordingRow, 'callId' | 'folder' | 'startedAt'>, id: Promise<number | null>): Running {
    const { node } = this.#parts;
    const failed = () => {
      this.#failures++;
    };
    const live = new LiveRecording({ ...row, node, root: this.#root, log: this.#log, failed });
    const stopListening = node.onSubject(row.callId, (event) => {
      if (overWith.has(event.type)) this.#end(row.callId);
    });
    const running = { live, startedAt: row.startedAt, id, stopListening };
    this.#running.set(row.callId, running);
    return running;
  }

  #switch(callId: string, on: boolean): void {
    this.#switched.set(callId, on);
    const running = this.#running.get(callId);
    if (running) this.#watch(running.live.switch(on));
  }

  #end(callId: string): void {
    const running = this.#running.get(callId);
    if (!running) return;
    this.#running.delete(callId);
    running.stopListening();
    this.#watch(this.#finish(callId, running));
  }

  async #finish(callId: string, { live, startedAt, id }: Running): Promise<void> {
    const lastedMs = Date.now() - startedAt.getTime();
    const kept = await live.finish();
    const isTooShort = lastedMs < writtenAfterMs && !live.broken;
    await this.#close(callId, await id, kept, isTooShort);
  }

  async #close(
    callId: string,
    recordingId: number | null,
    { durationMs, tracks }: Kept,
    isTooShort = false,
  ): Promise<void> {
    if (recordingId === null) return;
    const state = durationMs > 0 ? 'finished' : 'lost';
    const lost = { callId, recordingId };
    if (state === 'lost' && isTooShort) this.#log.info(lost, 'a call was over before it could be recorded');
    else if (state === 'lost') this.#log.error(lost, 'nothing of a call was recorded');
    await this.#insist((rows) => rows.finish(recordingId, { state, durationMs, tracks }));
    this.#parts.bus.emit('recording', { recordingId, callId, state, durationMs });
  }

  /** After every connection to Asterisk: takes up what goes on there, finishes what has ended meanwhile. */
  async #sync({ channels }: NodeInventory): Promise<void> {
    const running = new Set(channels.map((channel) => channel.id));
    for (const callId of this.#running.keys()) if (!running.has(callId)) this.#end(callId);
    for (const { live } of this.#running.values()) this.#watch(live.linkedAgain());
    // The node must not wait for the database: calls are taken without it, too.
    this.#watch(this.#takeUp(running));
  }

  async #takeUp(running: ReadonlySet<string>): Promise<void> {
    const rows = (await this.#insist((all) => all.unfinished(this.#parts.node.name))) ?? [];
    for (const row of rows) {
      if (this.#running.has(row.callId)) continue;
      // A fault of one is none of the others'.
      if (!running.has(row.callId)) await this.#watch(this.#finishForgotten(row));
      else await this.#watch(this.#adopt(row, running));
    }
  }

  async #adopt(row: RecordingRow, running: ReadonlySet<string>): Promise<void> {
    const logged = await this.#insist((rows) => rows.isOn(row.callId));
    // The capture is closed: the next controller adopts it.
    if (logged === null || this.#running.has(row.callId)) return;
    // What was said since this controller is there may not be written yet.
    const on = this.#switched.get(row.callId) ?? logged;
    await this.#run(row, Promise.resolve(row.id)).live.adopt(running, on);
    // Its end may have been told before anybody listened for it here: others were taken up first, or the database was away.
    const { callId: channelId } = row;
    if (await isMissing(this.#parts.node.ari('channels', 'get', { channelId }))) this.#end(channelId);
  }

  async #finishForgotten(row: RecordingRow): Promise<void> {
    const folder = path.join(this.#root, row.folder);
    const tracks = await tracksIn(folder, row.startedAt);
    await Promise.all(tracks.map((track) => settlePauses(folder, track)));
    if (tracks.length > 0)
      await writeSidecar(folder, { ...row, startedAt: row.startedAt.toISOString(), tracks });
    await this.#close(row.callId, row.id, { tracks, durationMs: await measure(folder, tracks) });
  }

  async #look(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ live }) => live.observe()));
  }

  /** Asks the database until it answers; null when the capture is closed before. */
  #insist<T>(ask: (rows: RecordingRows, again: boolean) => Promise<T>): Promise<T | null> {
    return untilDone(
      (again) => ask(this.#parts.rows, again),
      (error) => this.#log.error({ err: error }, 'the database does not take a recording yet'),
      this.#closing.signal,
    );
  }

  /** Never fails: what goes wrong is counted and told. */
  #watch(work: Promise<void>): Promise<void> {
    const watched = work
      .catch((error: unknown) => {
        this.#failures++;
        this.#log.error({ err: error }, 'recording failed');
      })
      .finally(() => this.#finishing.delete(watched));
    this.#finishing.add(watched);
    return watched;
  }
}
