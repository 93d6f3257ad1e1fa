import { createReadStream } from 'node:fs';
import path from 'node:path';
import { BYTES_PER_SAMPLE, type Track } from './sides.ts';

/** One frame of silence as Asterisk puts it in where nothing came: exact zeros. */
const frameSamples = 160;

/**
 * Moves each pause of a finished track to the next silence. Asterisk queues sound while it misses ticks, so sound that flows
 * keeps its place by itself; the lost time is missing from the silence that follows.
 */
export async function settlePauses(folder: string, track: Track): Promise<void> {
  if (track.pauses.length === 0) return;
  const file = path.join(folder, track.file);
  const settled: Track['pauses'] = [];
  const waiting = [...track.pauses].sort((a, b) => a.atSample - b.atSample);
  let sample = 0;
  let zeros = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 }) as AsyncIterable<Buffer>) {
    for (let byte = 0; byte + 1 < chunk.length; byte += BYTES_PER_SAMPLE, sample++) {
      zeros = chunk[byte] === 0 && chunk[byte + 1] === 0 ? zeros + 1 : 0;
      const ms = zeros >= frameSamples ? takeDue(waiting, sample) : 0;
      if (ms > 0) settled.push({ atSample: sample, ms });
    }
  }
  const rest = takeDue(waiting, Number.POSITIVE_INFINITY);
  if (rest > 0) settled.push({ atSample: sample, ms: rest });
  track.pauses = settled;
}

/** Takes the pauses that are due at this sample and returns their time in ms. */
function takeDue(waiting: Track['pauses'], sample: number): number {
  let ms = 0;
  for (let first = waiting[0]; first && first.atSample <= sample; first = waiting[0]) {
    ms += first.ms;
    waiting.shift();
  }
  return ms;
}
