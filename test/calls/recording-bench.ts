import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { Bus, type HolosEvents } from '../../events.ts';
import { createLog } from '../../log.ts';
import { type Capture, createCapture } from '../../recordings/capture.ts';
import { linkRecordingsFolder, recordingsRoot } from '../../recordings/folder.ts';
import { createStore } from '../../recordings/open-store.ts';
import type { RecordingRow } from '../../recordings/rows.ts';
import { connectNode } from '../../telephony/asterisk/link.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { BeepingPhone, beeps } from './beeping-phone.ts';
import { KeptRows } from './kept-rows.ts';
import { type OwnAsterisk, ownAsterisk, wavOf } from './own-asterisk.ts';
import { sidesOf } from './recorded.ts';

const log = createLog('warn');

/** A telephone that beeps, an Asterisk that answers it and beeps back, and what records both: one call, and times to the millisecond. */
export class RecordingBench {
  readonly rows = new KeptRows();
  readonly asterisk: OwnAsterisk;
  readonly #prompt: string;
  #asteriskPid = 0;
  #bus = new Bus(() => undefined);
  #parts: { node: AsteriskNode; capture: Capture } | undefined;

  static async start(): Promise<RecordingBench> {
    const asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
    const { home } = asterisk.settings;
    const prompt = path.join(home, 'prompt');
    await writeFile(`${prompt}.wav`, wavOf(beeps(6, 1500)));
    await writeFile(path.join(home, 'asterisk/music/beeps.wav'), wavOf(beeps(60, 1500)));
    const bench = new RecordingBench(asterisk, prompt);
    await bench.startAsterisk();
    await bench.startController();
    return bench;
  }

  private constructor(asterisk: OwnAsterisk, prompt: string) {
    this.asterisk = asterisk;
    this.#prompt = prompt;
  }

  async stop(): Promise<void> {
    await this.stopController();
    await this.asterisk.remove();
  }

  async startAsterisk(): Promise<void> {
    this.#asteriskPid = await this.asterisk.start();
  }

  killAsterisk(): void {
    process.kill(this.#asteriskPid, 'SIGKILL');
  }

  /** Of the controller: all that a recording needs of it, and nothing else. */
  async startController(): Promise<void> {
    const { settings } = this.asterisk;
    const bus = new Bus((error) => log.error({ err: error }, 'a listener failed'));
    const node = await connectNode({ settings, application: 'holos', log });
    node.on('StasisStart', (event) => {
      if (event.args?.[0] === 'incoming' && event.channel) void this.#answer(event.channel.id);
    });
    await linkRecordingsFolder(settings);
    const capture = createCapture({ settings, bus, rows: this.rows, node, log });
    this.#bus = bus;
    this.#parts = { node, capture };
    await node.begin().whenUp(AbortSignal.timeout(8_000));
  }

  async stopController(): Promise<void> {
    await this.#parts?.capture.close();
    await this.#parts?.node.close();
  }

  get #running() {
    if (!this.#parts) throw new Error('no controller has been started');
    return this.#parts;
  }

  get node(): AsteriskNode {
    return this.#running.node;
  }

  get capture(): Capture {
    return this.#running.capture;
  }

  /** The one recording. */
  get row(): RecordingRow {
    const [row] = this.rows.all;
    if (!row) throw new Error('nothing is recorded');
    return row;
  }

  get folder(): string {
    return path.join(recordingsRoot(this.asterisk.settings), this.row.folder);
  }

  async dial(quiet: readonly (readonly [number, number])[] = []): Promise<BeepingPhone> {
    const { carrier, address, ports } = this.asterisk.settings;
    const phone = await BeepingPhone.open(carrier, { address, port: ports.sip }, quiet);
    await phone.calls('750600', address);
    return phone;
  }

  /** What a call does here: it is answered, and that is told on the bus. */
  async #answer(callId: string): Promise<void> {
    await this.node.ari('channels', 'answer', { channelId: callId });
    this.#bus.emit('step', { kind: 'answered', callId, at: new Date() });
  }

  /** The call's id, once both sides are being written. */
  async answered(): Promise<string> {
    const known = this.rows.all[0]?.callId;
    if (known) return known;
    return (await this.#next('step', (step) => step.kind === 'recording-started')).callId;
  }

  /** Ask before it can be over. */
  ended(callId: string): Promise<HolosEvents['recording']> {
    return this.#next('recording', (one) => one.callId === callId && one.state !== 'recording');
  }

  #next<N extends keyof HolosEvents>(
    name: N,
    fits: (event: HolosEvents[N]) => boolean,
  ): Promise<HolosEvents[N]> {
    return new Promise((resolve) => {
      const stop = this.#bus.on(name, (event) => {
        if (!fits(event)) return;
        stop();
        resolve(event);
      });
    });
  }

  /** Plays six seconds of beeps to the resident, to their end. */
  async say(): Promise<void> {
    const playbackId = `say-${performance.now()}`;
    const over = new Promise<void>((resolve) => {
      const stop = this.node.onSubject(playbackId, (event) => {
        if (event.type !== 'PlaybackFinished') return;
        stop();
        resolve();
      });
    });
    const media = `sound:${this.#prompt}`;
    await this.node.ari('channels', 'playWithId', { channelId: this.row.callId, playbackId, media });
    await over;
  }

  /** The two sides of the recording as its listener hears them. */
  async hear(): Promise<[Int16Array, Int16Array]> {
    const { settings } = this.asterisk;
    return sidesOf(await createStore({ settings, rows: this.rows }).open(this.row.id));
  }
}

/** The beeps that were out whole before the resident hung up. */
export function whole(times: readonly number[], hungUpAt: number): number[] {
  return times.filter((at) => at < hungUpAt - 150);
}

/** How far, in ms, the beep that is farthest from its time is from it; a beep that is missing is 500 ms away. */
export function worst(truth: readonly number[], onsets: readonly number[], zero: number): number {
  expect(truth.length).toBeGreaterThan(1);
  const distances = truth.map((at) => Math.min(500, ...onsets.map((onset) => Math.abs(zero + onset - at))));
  return Math.max(...distances);
}
