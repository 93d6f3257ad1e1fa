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
