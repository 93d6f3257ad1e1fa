/** So many samples on end at the very top were cut off there, not spoken. */
const CUT_RUN = 4;
/** Of the loudest sample there can be. */
const CUT_LEVEL = 0.995;

/**
 * How often a sound stays at its very top for several samples: it was recorded or made too loud, and its peaks are cut off.
 * @param fullScale the loudest sample there can be: 1 where samples are fractions
 */
export function cutOffs(samples: ArrayLike<number>, fullScale = 1): number {
  const top = CUT_LEVEL * fullScale;
  let found = 0;
  let run = 0;
  for (let i = 0; i < samples.length; i++) {
    run = Math.abs(samples[i] ?? 0) >= top ? run + 1 : 0;
    if (run === CUT_RUN) found++;
  }
  return found;
}

/** The top of a wave of 50 Hz has left the band sooner; what is cut off stays in it. */
const FLAT_MS = 0.3;
/** Of the loudest sample of the sound. */
const FLAT_BAND = 0.0003;
const FLAT_LEVEL = 0.98;
/** Below this the steps of 16 bits are wider than the band, and nothing can be told. */
const LOUD_ENOUGH = 0.15;

/**
 * How often a sound stays flat at its own top: it was cut off, and turned down afterwards.
 * @returns 0 as well for a sound that is too quiet to tell
 */
export function flatTops({ rate, samples }: { rate: number; samples: ArrayLike<number> }): number {
  let loudest = 0;
  for (let i = 0; i < samples.length; i++) loudest = Math.max(loudest, Math.abs(samples[i] ?? 0));
  if (loudest < LOUD_ENOUGH) return 0;
  const longEnough = Math.max(CUT_RUN, Math.ceil((rate * FLAT_MS) / 1000));
  let found = 0;
  let run = 0;
  let first = 0;
  for (let i = 0; i < samples.length; i++) {
    const now = samples[i] ?? 0;
    if (Math.abs(now) < FLAT_LEVEL * loudest) run = 0;
    else if (run > 0 && Math.abs(now - first) <= FLAT_BAND * loudest) run++;
    else {
      run = 1;
      first = now;
    }
    if (run === longEnough) found++;
  }
  return found;
}
