import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onsetsMs } from '../beeping-phone.ts';
import { RecordingBench, whole, worst } from '../recording-bench.ts';

let bench: RecordingBench;
beforeEach(async () => {
  bench = await RecordingBench.start();
});
afterEach(() => bench?.stop());

/** How long the call with hold and music is at least: some seconds unless told. For the proof by ten minutes set it to 10. */
const minutes = Number(process.env.HOLOS_TEST_MINUTES ?? 0);

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
    const phone = await bench.dial(
      Array.from({ length: Math.max(1, minutes) }, (_, n) =>
        silences.map(([from, to]): [number, number] => [from + n * 60_000, to + n * 60_000]),
      ).flat(),
    );
    const callId = await bench.answered();
    const answeredAt = performance.now();
    for (let n = 0; n === 0 || performance.now() - answeredAt < minutes * 60_000; n++) {
      await bench.say();
      await pause(5_000);
      await bench.node.ari('channels', 'startMoh', { channelId: callId });
      await pause(10_000);
      await bench.node.ari('channels', 'stopMoh', { channelId: callId });
      await pause(4_000);
      await bench.say();
      await bench.say();
      await pause(3_000);
      await bench.say();
    }
    const hungUpAt = performance.timeOrigin + performance.now();
    const over = bench.ended(callId);
    await phone.hangsUp();
    const finished = await over;
    expect(Date.now() - hungUpAt).toBeLessThan(1_000);

    const { row } = bench;
    const [left, right] = await bench.hear();
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
