import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bus, type HolosEvents } from '../../../events.ts';
import { createLog } from '../../../log.ts';
import { type Capture, createCapture } from '../../../recordings/capture.ts';
import { linkRecordingsFolder, recordingsRoot } from '../../../recordings/folder.ts';
import { createStore } from '../../../recordings/open-store.ts';
import type { RecordingRow } from '../../../recordings/rows.ts';
import { readSidecar, writeSidecar } from '../../../recordings/sidecar.ts';
import { connectNode } from '../../../telephony/asterisk/link.ts';
import type { AsteriskNode } from '../../../telephony/asterisk/node.ts';
import { BeepingPhone, beeps, onsetsMs } from '../beeping-phone.ts';
import { KeptRows } from '../kept-rows.ts';
import { type OwnAsterisk, ownAsterisk, wavOf } from '../own-asterisk.ts';
import { sidesOf } from '../recorded.ts';

let asterisk: OwnAsterisk;
let node: AsteriskNode;
let capture: Capture;
let bus: Bus;
let rows: KeptRows;
let asteriskPid: number;
let prompt: string;
const log = createLog('warn');
/** How long the call with hold and music is at least: some seconds unless told. For the proof by ten minutes set it to 10. */
const minutes = Number(process.env.HOLOS_TEST_MINUTES ?? 0);

beforeEach(async () => {
  asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
  const { home } = asterisk.settings;
  prompt = path.join(home, 'prompt');
  await writeFile(`${prompt}.wav`, wavOf(beeps(6, 1500)));
  await writeFile(path.join(home, 'asterisk/music/beeps.wav'), wavOf(beeps(60, 1500)));
  asteriskPid = await asterisk.start();
  rows = new KeptRows();
  await startController();
});

afterEach(async () => {
  await stopController();
  await asterisk.remove();
});

test(
  'both sides of a call with hold and music stand at their time on the clock',
  async () => {
    // Silent at the same time as the line, alone, and once more after music.
    const silences = [
      [8_000, 12_000],
      [16_000, 20_000],
      [24_000, 26_000],
      [30_000, 34_000],
    ] as const;
    const phone = await dial(
      Array.from({ length: Math.max(1, minutes) }, (_, n) =>
        silences.map(([from, to]): [number, number] => [from + n * 60_000, to + n * 60_000]),
      ).flat(),
    );
    const callId = await answered();
    const answeredAt = performance.now();
    for (let n = 0; n === 0 || performance.now() - answeredAt < minutes * 60_000; n++) {
      await say();
      await pause(5_000);
      await node.ari('channels', 'startMoh', { channelId: callId });
      await pause(10_000);
      await node.ari('channels', 'stopMoh', { channelId: callId });
      await pause(4_000);
      await say();
      await say();
      await pause(3_000);
      await say();
    }
    const hungUpAt = performance.timeOrigin + performance.now();
    const over = ended(callId);
    await phone.hangsUp();
    const finished = await over;
    expect(Date.now() - hungUpAt).toBeLessThan(1_000);

    const row = rows.all[0] as RecordingRow;
    const [left, right] = await hear(row.id);
    const zero = row.startedAt.getTime();
    const sent = worst(whole(phone.sentAt, hungUpAt), onsetsMs(left), zero);
    const heard = worst(whole(phone.heardAt, hungUpAt), onsetsMs(right), zero);
    const end = Math.abs(zero + finished.durationMs - hungUpAt);
    if (minutes > 0)
      console.log(`${finished.durationMs / 1000} s: ${[sent, heard, end, phone.lateMs].map(Math.round)} ms`);
    expect(sent).toBeLessThan(40 + phone.lateMs);
    expect(heard).toBeLessThan(40 + phone.lateMs);
    expect(end).toBeLessThan(60);
    expect(row.state).toBe('finished');
  },
  120_000 + minutes * 60_000,
);

test('a killed Asterisk leaves a recording that lacks its last 4 s at most', async () => {
  const phone = await dial();
  const callId = await answered();
  await say();
  await pause(3_000);
  const killedAt = Date.now();
  process.kill(asteriskPid, 'SIGKILL');
  phone.close();
  // Nothing has been finished yet: it is heard as it lies there.
  const row = rows.all[0] as RecordingRow;
  const [left, right] = await hear(row.id);
  const keptMs = left.length / 8;
  expect(row.startedAt.getTime() + keptMs).toBeGreaterThan(killedAt - 4_000);
  expect(
    worst(
      phone.sentAt.filter((at) => at < killedAt - 4_000),
      onsetsMs(left),
      row.startedAt.getTime(),
    ),
  ).toBeLessThan(40 + phone.lateMs);
  expect(onsetsMs(right).length).toBeGreaterThan(3);

  const finished = ended(callId);
  await asterisk.start();
  expect((await finished).durationMs).toBe(Math.floor(keptMs));
  expect(row.state).toBe('finished');
});

test('a recording goes on while the controller is away and is taken up by the next one', async () => {
  const phone = await dial();
  const callId = await answered();
  await say();
  await stopController();
  await pause(3_000);
  await startController();
  await pause(1_000);
  expect(capture.figures()).toEqual({ recording: 1, broken: 0, failures: 0 });
  const hungUpAt = Date.now();
  const finished = ended(callId);
  await phone.hangsUp();
  const { durationMs } = await finished;
  const row = rows.all[0] as RecordingRow;
  expect(Math.abs(row.startedAt.getTime() + durationMs - hungUpAt)).toBeLessThan(80);
  const [left] = await hear(row.id);
  expect(worst(whole(phone.sentAt, hungUpAt), onsetsMs(left), row.startedAt.getTime())).toBeLessThan(
    40 + phone.lateMs,
  );
  expect(rows.all).toHaveLength(1);
});

test('a track that breaks off in the middle of a call is followed by another', async () => {
  const phone = await dial();
  const callId = await answered();
  await say();
  await node.ari('channels', 'hangup', { channelId: `${callId}.resident-1` });
  await pause(3_000);
  const finished = ended(callId);
  const hungUpAt = Date.now();
  await phone.hangsUp();
  await finished;
  const row = rows.all[0] as RecordingRow;
  const [left] = await hear(row.id);
  const onsets = onsetsMs(left);
  expect(onsets.length).toBeGreaterThanOrEqual(phone.sentAt.length - 2);
  const late = whole(phone.sentAt, hungUpAt).slice(-2);
  expect(worst(late, onsets, row.startedAt.getTime())).toBeLessThan(40 + phone.lateMs);
});

test.each([1, 2])(
  'a controller that dies before it has noted track %i loses nothing of that side',
  async (track) => {
    const phone = await dial();
    const callId = await answered();
    await say();
    if (track === 2) {
      await node.ari('channels', 'hangup', { channelId: `${callId}.resident-1` });
      await expect.poll(() => tracksNoted(), { timeout: 5_000 }).toContain('resident-2.sln');
    }
    await stopController();
    await forget(`resident-${track}.sln`);
    await startController();
    await say();
    expect(capture.figures()).toEqual({ recording: 1, broken: 0, failures: 0 });
    const hungUpAt = Date.now();
    const finished = ended(callId);
    await phone.hangsUp();
    const { durationMs } = await finished;
    const row = rows.all[0] as RecordingRow;
    expect(Math.abs(row.startedAt.getTime() + durationMs - hungUpAt)).toBeLessThan(100);
    const [left] = await hear(row.id);
    // Where one track broke off and the next began, a beep may be missing.
    const sent = whole(phone.sentAt, hungUpAt).slice(track === 2 ? -5 : 0);
    expect(worst(sent, onsetsMs(left), row.startedAt.getTime())).toBeLessThan(60 + phone.lateMs);
  },
);

const folderOfCall = () => path.join(recordingsRoot(asterisk.settings), rows.all[0]?.folder ?? '');
const tracksNoted = async () => (await readSidecar(folderOfCall()))?.tracks.map(({ file }) => file);

/** What is noted beside the sound is as it was before this track began. */
async function forget(file: string): Promise<void> {
  const sidecar = await readSidecar(folderOfCall());
  if (!sidecar) throw new Error('nothing is noted of the recording');
  await writeSidecar(folderOfCall(), {
    ...sidecar,
    tracks: sidecar.tracks.filter((track) => track.file !== file),
  });
}

async function startController(): Promise<void> {
  bus = new Bus((error) => log.error({ err: error }, 'a listener failed'));
  node = await connectNode({ settings: asterisk.settings, application: 'holos', log });
  node.on('StasisStart', (event) => {
    if (event.args?.[0] === 'incoming' && event.channel) void answer(event.channel.id);
  });
  await linkRecordingsFolder(asterisk.settings);
  capture = createCapture({ settings: asterisk.settings, bus, rows, node, log });
  await node.begin().whenUp(AbortSignal.timeout(8_000));
}

async function stopController(): Promise<void> {
  await capture.close();
  await node.close();
}

async function dial(quiet: readonly (readonly [number, number])[] = []): Promise<BeepingPhone> {
  const { carrier, address, ports } = asterisk.settings;
  const phone = await BeepingPhone.open(carrier, { address, port: ports.sip }, quiet);
  await phone.calls('750600', address);
  return phone;
}

/** What a call does here: it is answered, and that is told on the bus. */
async function answer(callId: string): Promise<void> {
  await node.ari('channels', 'answer', { channelId: callId });
  bus.emit('step', { kind: 'answered', callId, at: new Date() });
}

/** The call's id, once both sides are being written. */
async function answered(): Promise<string> {
  const known = rows.all[0]?.callId;
  if (known) return known;
  return (await next('step', (step) => step.kind === 'recording-started')).callId;
}

function ended(callId: string): Promise<HolosEvents['recording']> {
  return next('recording', (recording) => recording.callId === callId && recording.state !== 'recording');
}

function next<N extends keyof HolosEvents>(
  name: N,
  fits: (event: HolosEvents[N]) => boolean,
): Promise<HolosEvents[N]> {
  return new Promise((resolve) => {
    const stop = bus.on(name, (event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}

/** Plays six seconds of beeps to the resident, to their end. */
async function say(): Promise<void> {
  const callId = rows.all[0]?.callId ?? '';
  const playbackId = `say-${performance.now()}`;
  const over = new Promise<void>((resolve) => {
    const stop = node.onSubject(playbackId, (event) => {
      if (event.type !== 'PlaybackFinished') return;
      stop();
      resolve();
    });
  });
  await node.ari('channels', 'playWithId', { channelId: callId, playbackId, media: `sound:${prompt}` });
  await over;
}

/** The two sides of a recording as its listener hears them. */
async function hear(recordingId: number): Promise<[Int16Array, Int16Array]> {
  return sidesOf(await createStore({ settings: asterisk.settings, rows }).open(recordingId));
}

/** The beeps that were out whole before the resident hung up. */
function whole(times: readonly number[], hungUpAt: number): number[] {
  return times.filter((at) => at < hungUpAt - 150);
}

/** How far, in ms, the beep that is farthest from its time is from it; a beep that is missing is 500 ms away. */
function worst(truth: readonly number[], onsets: readonly number[], zero: number): number {
  expect(truth.length).toBeGreaterThan(1);
  const distances = truth.map((at) => Math.min(500, ...onsets.map((onset) => Math.abs(zero + onset - at))));
  return Math.max(...distances);
}
