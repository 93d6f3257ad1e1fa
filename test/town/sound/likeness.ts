import { Finder } from './correlate.ts';

/** Another sound is never so much alike. */
const hardlyAlike = 0.5;
/** What is less alike is looked at in pieces. */
const whole = 0.95;

/**
 * How alike the best place in `x` is to a sound of about a second: 1 the same, 0 another one. Where a late or lost packet has torn it on
 * its way (Asterisk mixes and records what is there when it is time), its pieces are compared where each of them is.
 */
export function likenessIn(x: Int16Array, sound: Int16Array): number {
  const best = (finder: Finder, least: number) =>
    Math.max(0, ...finder.find(x, 0, x.length, least).map(({ ncc }) => ncc));
  const asItIs = best(new Finder([sound]), hardlyAlike);
  if (asItIs >= whole) return asItIs;
  return Math.max(asItIs, best(new Finder([sound], { torn: true }), whole));
}
