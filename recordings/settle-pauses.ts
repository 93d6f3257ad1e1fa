import { createReadStream } from 'node:fs';
import path from 'node:path';
import { BYTES_PER_SAMPLE, SAMPLES_PER_MS, type Track } from './sides.ts';

/** So much exact silence in a row means that nothing came, not that a prompt drew breath. */
const silenceSamples = 1000 * SAMPLES_PER_MS;
/** Asterisk throws its queue away when it grows to half a second. */
const queueMs = 480;

/**
 * Moves each pause of a track to where it is heard. While sound flows, Asterisk queues what it has no tick for, and the sound
 * keeps its place by itself; the lost time is missing from the silence in which the queue runs dry, or from where the queue
 * was thrown away. Doing it twice changes nothing.
 */
export async function settlePauses(folder: string, track: Track): Promise<void> {
  if (track.pauses.length === 0) return;
  const settled: Track['pauses'] = [];
  const waiting = [...track.pauses].sort((a, b) => a.atSample - b.atSample);
  let sample = 0;
  let zeros = 0;
  let queuedMs = 0;
  const put = () => {
    if (queuedMs > 0) settled.push({ atSample: sample, ms: queuedMs });
    queuedMs = 0;
  };
  for await (const chunk of createReadStream(path.join(folder, track.file)) as AsyncIterable<Buffer>) {
    for (let byte = 0; byte + 1 < chunk.length; byte += BYTES_PER_SAMPLE, sample++) {
      zeros = chunk[byte] === 0 && chunk[byte + 1] === 0 ? zeros + 1 : 0;
      queuedMs += takeDue(waiting, sample);
      if (zeros >= silenceSamples || queuedMs >= queueMs) put();
    }
  }
  queuedMs += takeDue(waiting, Number.POSITIVE_INFINITY);
  put();
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
