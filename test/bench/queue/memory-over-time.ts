import { placesIn } from '../../../cli/parts/places.ts';
import { livingPid } from '../../../cli/parts/processes.ts';
import { megabytesOf } from '../memory.ts';
import type { Phones } from '../phones.ts';
import { callAtRate } from '../rate.ts';
import type { BenchSystem } from '../system.ts';
import { collectGarbage } from './collect-garbage.ts';

export interface MemorySample {
  /** Calls so far. */
  readonly calls: number;
  readonly megabytes: number;
}

/** Whole calls at one rate, window after window; after each the controller gives back what it does not use, and what it takes then is noted. */
export async function measureMemory(
  phones: Phones,
  system: BenchSystem,
  { rate, windowMs, windows }: { rate: number; windowMs: number; windows: number },
): Promise<MemorySample[]> {
  const { home } = system.settings;
  const samples: MemorySample[] = [];
  let calls = 0;
  for (let window = 0; window < windows; window++) {
    calls += (await callAtRate(phones, system, 'holos', rate, windowMs)).calls;
    const pid = livingPid(placesIn(home).controllerPid, home);
    if (pid === undefined) throw new Error('there is no controller any more');
    await collectGarbage(pid);
    samples.push({ calls, megabytes: megabytesOf(pid) ?? 0 });
  }
  return samples;
}

/** By how much it grows in a thousand calls, in MB: the slope of the straight line nearest to the later half of the samples. */
export function growthPerThousand(samples: readonly MemorySample[]): number {
  const later = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const calls = mean(later.map((one) => one.calls));
  const megabytes = mean(later.map((one) => one.megabytes));
  const together = later.map((one) => (one.calls - calls) * (one.megabytes - megabytes));
  const spread = later.map((one) => (one.calls - calls) ** 2);
  return (mean(together) / mean(spread)) * 1000;
}
