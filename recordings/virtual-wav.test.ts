import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import type { Track } from './sides.ts';
import { layOut, type Timeline } from './timeline.ts';
import { type ReadFile, readWav, wavBytes } from './virtual-wav.ts';

const samples = fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 300 });
const pauses = fc
  .array(fc.record({ atSample: fc.nat(300), ms: fc.nat(9) }), { maxLength: 3 })
  .map((list) => list.sort((a, b) => a.atSample - b.atSample));
const recordings = fc.record({
  resident: samples,
  heard: samples,
  residentStartMs: fc.nat(20),
  heardStartMs: fc.nat(20),
  pauses,
});

describe('the WAV that is never written', () => {
  it('is the same however it is cut into ranges', async () => {
    await fc.assert(
      fc.asyncProperty(recordings, fc.array(fc.nat(2000), { maxLength: 6 }), async (recording, cuts) => {
        const { timeline, read } = made(recording);
        const whole = await bytes(timeline, 0, wavBytes(timeline) - 1, read);
        const edges = [...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length])].sort(
          (a, b) => a - b,
        );
        const parts: Buffer[] = [];
        for (const [index, first] of edges.slice(0, -1).entries()) {
          parts.push(await bytes(timeline, first, (edges[index + 1] ?? 0) - 1, read));
        }
        expect(Buffer.concat(parts).equals(whole)).toBe(true);
        expect(whole.length).toBe(wavBytes(timeline));
      }),
    );
  });

  it('is a WAV with the resident left, what was heard right, each at its time', async () => {
    const { timeline, read } = made({
      resident: [1, 2, 3],
      heard: [7],
      residentStartMs: 0,
      heardStartMs: 1,
      pauses: [],
    });
    const wav = new wavefile.WaveFile(await bytes(timeline, 0, wavBytes(timeline) - 1, read));
    expect(wav.fmt).toMatchObject({ numChannels: 2, sampleRate: 8000, bitsPerSample: 16 });
    const [left, right] = wav.getSamples(false, Int16Array) as unknown as Int16Array[];
    expect([...(left ?? [])]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 0]);
    expect([...(right ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 7]);
  });

  it('is silent where time passed without samples, and where a file is shorter than it was', async () => {
    const track: Track = {
      side: 'resident',
      file: 'resident-1.sln',
      startMs: 0,
      pauses: [{ atSample: 2, ms: 0.5 }],
    };
    const timeline = layOut([track], new Map([['resident-1.sln', 5]]));
    const read: ReadFile = async (_file, first, count) => pcm([1, 2, 3]).subarray(first, first + count);
    const wav = await bytes(timeline, 44, wavBytes(timeline) - 1, read);
    const left = Array.from({ length: timeline.samples }, (_, frame) => wav.readInt16LE(frame * 4));
    expect(left).toEqual([1, 2, 0, 0, 0, 0, 3, 0, 0]);
  });
});

function made(recording: {
  resident: number[];
  heard: number[];
  residentStartMs: number;
  heardStartMs: number;
  pauses: Track['pauses'];
}): { timeline: Timeline; read: ReadFile } {
  const files = new Map([
    ['resident-1.sln', pcm(recording.resident)],
    ['heard-1.sln', pcm(recording.heard)],
  ]);
  const tracks: Track[] = [
    {
      side: 'resident',
      file: 'resident-1.sln',
      startMs: recording.residentStartMs,
      pauses: recording.pauses,
    },
    { side: 'heard', file: 'heard-1.sln', startMs: recording.heardStartMs, pauses: [] },
  ];
  const sizes = new Map([...files].map(([name, sound]) => [name, sound.length / 2]));
  const read: ReadFile = async (file, first, count) =>
    (files.get(file) ?? Buffer.alloc(0)).subarray(first, first + count);
  return { timeline: layOut(tracks, sizes), read };
}

async function bytes(timeline: Timeline, first: number, last: number, read: ReadFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readWav(timeline, first, last, read)) parts.push(part);
  return Buffer.concat(parts);
}

function pcm(values: readonly number[]): Buffer {
  const sound = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    sound.writeInt16LE(value, index * 2);
  });
  return sound;
}
