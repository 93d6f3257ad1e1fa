import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LostTime } from './lost-time.ts';
import { settlePauses } from './settle-pauses.ts';
import type { Track } from './sides.ts';

const blockBytes = 32_768;
const blockSamples = blockBytes / 2;
const blockMs = blockSamples / 8;

describe('time that was lost', () => {
  it('is found where it was lost, to within a block, however late each single write was', () => {
    const chances = fc.array(
      fc.record({
        lateMs: fc.nat(12),
        lostTicks: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat(5)),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(chances, (blocks) => {
        // The first and the last block come in time: what only the last write shows may have been late by chance.
        const run = [{ lateMs: 0, lostTicks: 0 }, ...blocks, { lateMs: 0, lostTicks: 0 }];
        let nowMs = 1_000_000;
        const lost = new LostTime(nowMs);
        run.forEach(({ lateMs, lostTicks }, index) => {
          nowMs += blockMs + 20 * lostTicks;
          lost.observe((index + 1) * blockBytes, nowMs + lateMs);
        });
        const truth = run.flatMap(({ lostTicks }, index) =>
          lostTicks ? [{ atSample: index * blockSamples, ms: lostTicks * 20 }] : [],
        );
        expect(lost.pauses).toEqual(truth);
      }),
    );
  });

  it('is found before the first look', () => {
    const lost = new LostTime(1_000);
    lost.observe(blockBytes, 1_000 + blockMs + 65);
    lost.observe(2 * blockBytes, 1_000 + 2 * blockMs + 60);
    expect(lost.pauses).toEqual([{ atSample: 0, ms: 60 }]);
  });

  it('goes on from what an earlier controller noted, and finds what it could not note any more', () => {
    const noted = { atSample: blockSamples, ms: 20 };
    const again = () => new LostTime(1_000, [noted]);
    const [same, more] = [again(), again()];
    same.observe(blockBytes * 3, 1_000 + 3 * blockMs + 20);
    expect(same.pauses).toEqual([noted]);
    more.observe(blockBytes * 3, 1_000 + 3 * blockMs + 80);
    more.observe(blockBytes * 4, 1_000 + 4 * blockMs + 120);
    more.observe(blockBytes * 5, 1_000 + 5 * blockMs + 120);
    expect(more.pauses).toEqual([
      noted,
      { atSample: blockSamples, ms: 60 },
      { atSample: 3 * blockSamples, ms: 40 },
    ]);
  });
});

describe('a pause that has settled', () => {
  it('stands in the next long silence, where the queue was thrown away, or at the end', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pauses-'));
    const sound = new Int16Array(60_000).fill(9);
    sound.fill(0, 1_000, 2_000);
    sound.fill(0, 10_000, 19_000);
    await writeFile(path.join(folder, 'heard-1.sln'), Buffer.from(sound.buffer));
    const track: Track = {
      side: 'heard',
      file: 'heard-1.sln',
      startMs: 0,
      pauses: [
        { atSample: 100, ms: 20 },
        { atSample: 5_000, ms: 40 },
        { atSample: 20_000, ms: 300 },
        { atSample: 30_000, ms: 200 },
        { atSample: 40_000, ms: 20 },
      ],
    };
    const settled = [
      { atSample: 17_999, ms: 60 },
      { atSample: 30_000, ms: 500 },
      { atSample: 60_000, ms: 20 },
    ];
    await settlePauses(folder, track);
    expect(track.pauses).toEqual(settled);
    await settlePauses(folder, track);
    expect(track.pauses).toEqual(settled);
    await rm(folder, { recursive: true });
  });
});
