import { expect } from 'vitest';
import type { TownCall } from '../town/call.ts';
import { likeness } from './heard-in.ts';

/** What was said last is on its way for a while: telephones and mixers keep a little of it. */
export const onItsWayMs = 300;
/** How alike it is at least to whoever hears it, though some packets come late on a machine that does much, and at most to others. */
const [leastHeard, mostUnheard] = [0.55, 0.35];

/** What one says (a WAV file), some hear and the others do not. `name` is what a failure calls it. */
export async function says(
  speaker: TownCall,
  { name, file }: { name: string; file: string },
  { heardBy = [], notBy = [] }: { heardBy?: TownCall[]; notBy?: TownCall[] },
): Promise<void> {
  const from = new Map([...heardBy, ...notBy].map((one) => [one, one.heard().length]));
  await speaker.says(file);
  await Promise.all([...heardBy, ...notBy].map((one) => one.listens(onItsWayMs)));
  const heard = (one: TownCall) => likeness(one.heard().subarray(from.get(one) ?? 0), file);
  for (const [index, one] of heardBy.entries())
    expect(await heard(one), `${name} is heard by ${index}`).toBeGreaterThan(leastHeard);
  for (const [index, one] of notBy.entries())
    expect(await heard(one), `${name} is not heard by ${index}`).toBeLessThan(mostUnheard);
}
