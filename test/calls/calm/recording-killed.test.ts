import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSidecar, writeSidecar } from '../../../recordings/sidecar.ts';
import { onsetsMs } from '../beeping-phone.ts';
import { RecordingBench, whole, worst } from '../recording-bench.ts';

/** Asterisk is killed, or the controller, while a call is recorded: what was said is kept. */
let bench: RecordingBench;
beforeEach(async () => {
  bench = await RecordingBench.start();
});
afterEach(() => bench?.stop());

test('a killed Asterisk leaves a recording that lacks its last 4 s at most', async () => {
  const phone = await bench.dial();
  const callId = await bench.answered();
  await bench.say();
  await pause(3_000);
  const killedAt = Date.now();
  bench.killAsterisk();
  phone.close();
  // Nothing has been finished yet: it is heard as it lies there.
  const { row } = bench;
  const [left, right] = await bench.hear();
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

  const finished = bench.ended(callId);
  await bench.startAsterisk();
  expect((await finished).durationMs).toBe(Math.floor(keptMs));
  expect(row.state).toBe('finished');
});

test('a recording goes on while the controller is away and is taken up by the next one', async () => {
  const phone = await bench.dial();
  const callId = await bench.answered();
  await bench.say();
  await bench.stopController();
  await pause(3_000);
  await bench.startController();
  await pause(1_000);
  expect(bench.capture.figures()).toEqual({ recording: 1, broken: 0, failures: 0 });
  const hungUpAt = Date.now();
  const finished = bench.ended(callId);
  await phone.hangsUp();
  const { durationMs } = await finished;
  const { row } = bench;
  expect(Math.abs(row.startedAt.getTime() + durationMs - hungUpAt)).toBeLessThan(80);
  const [left] = await bench.hear();
  expect(worst(whole(phone.sentAt, hungUpAt), onsetsMs(left), row.startedAt.getTime())).toBeLessThan(
    40 + phone.lateMs,
  );
  expect(bench.rows.all).toHaveLength(1);
});

test.each([1, 2])(
  'a controller that dies before it has noted track %i loses nothing of that side; the second one follows where the first breaks off',
  async (track) => {
    const phone = await bench.dial();
    const callId = await bench.answered();
    await bench.say();
    if (track === 2) {
      await bench.node.ari('channels', 'hangup', { channelId: `${callId}.resident-1` });
      await expect.poll(() => tracksNoted(), { timeout: 5_000 }).toContain('resident-2.sln');
    }
    await bench.stopController();
    await forget(`resident-${track}.sln`);
    await bench.startController();
    await bench.say();
    expect(bench.capture.figures()).toEqual({ recording: 1, broken: 0, failures: 0 });
    const hungUpAt = Date.now();
    const finished = bench.ended(callId);
    await phone.hangsUp();
    const { durationMs } = await finished;
    const { row } = bench;
    expect(Math.abs(row.startedAt.getTime() + durationMs - hungUpAt)).toBeLessThan(100);
    const [left] = await bench.hear();
    const onsets = onsetsMs(left);
    expect(onsets.length).toBeGreaterThanOrEqual(phone.sentAt.length - 2);
    // Where one track broke off and the next began, a beep may be missing.
    const sent = whole(phone.sentAt, hungUpAt).slice(track === 2 ? -5 : 0);
    expect(worst(sent, onsets, row.startedAt.getTime())).toBeLessThan(60 + phone.lateMs);
  },
);

const tracksNoted = async () => (await readSidecar(bench.folder))?.tracks.map(({ file }) => file);

/** What is noted beside the sound is as it was before this track began. */
async function forget(file: string): Promise<void> {
  const sidecar = await readSidecar(bench.folder);
  if (!sidecar) throw new Error('nothing is noted of the recording');
  await writeSidecar(bench.folder, {
    ...sidecar,
    tracks: sidecar.tracks.filter((track) => track.file !== file),
  });
}
