import { SoundCache } from './cache.ts';
import { peakAt } from './sound/level.ts';
import { type Pcm, TELEPHONE_RATE, writeWav } from './sound/wav.ts';
import type { Sound } from './voice.ts';

const seconds = 0.35;
const hertz = 880;
const fadeSeconds = 0.03;
const peakDbfs = -12;

/** The tone after which a caller speaks: short, soft at both ends, so that it does not click. */
export function composeSignal(): Pcm {
  const samples = Float32Array.from({ length: seconds * TELEPHONE_RATE }, (_, index) => {
    const time = index / TELEPHONE_RATE;
    const fade = Math.min(1, time / fadeSeconds, (seconds - time) / fadeSeconds);
    return fade * Math.sin(2 * Math.PI * hertz * time);
  });
  return peakAt({ rate: TELEPHONE_RATE, samples }, peakDbfs);
}

/** The signal as a file, made when it is missing. @throws HolosError `speech.not-kept` */
export async function ensureSignal(cache: SoundCache): Promise<Sound> {
  const hash = SoundCache.hash('signal', String(hertz), String(seconds), String(peakDbfs));
  return (await cache.find(hash)) ?? cache.put(hash, writeWav(composeSignal()));
}
