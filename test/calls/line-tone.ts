import os from 'node:os';
import path from 'node:path';
import { rate, writeWav } from '../town/sound/wav.ts';

/** Hz, and the seconds of each tone and of the pause after it. */
const tones = {
  /** ITU-T E.180, as in Ukraine. */
  busy: { hertz: 425, onSeconds: 0.35, offSeconds: 0.35, times: 5 },
  /** A fax that calls: ITU-T T.30. */
  fax: { hertz: 1100, onSeconds: 0.5, offSeconds: 3, times: 1 },
} as const;

/** What a line says by itself, as a file. */
export async function lineTone(name: keyof typeof tones): Promise<string> {
  const { hertz, onSeconds, offSeconds, times } = tones[name];
  const period = (onSeconds + offSeconds) * rate;
  const samples = Int16Array.from({ length: Math.round(period * times) }, (_, i) =>
    i % period < onSeconds * rate ? 8_000 * Math.sin((2 * Math.PI * hertz * i) / rate) : 0,
  );
  const file = path.join(os.tmpdir(), `holos-${name}.wav`);
  await writeWav(file, samples);
  return file;
}
