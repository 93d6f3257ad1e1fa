import type { Arrival } from './make-day.ts';

export interface Staff {
  readonly operators: number;
  /** From the ringing of the phone to the pick-up. */
  readonly pickUpS: number;
  readonly wrapUpS: number;
}

/** How long each caller waited, in the order of their coming: until somebody picked up, or until he hung up. */
export type Waits = number[];

/**
 * What a line without any loss makes of a day: whoever is free is rung in the same instant by the caller who stands first, that is
 * who came first when each counts as having come earlier by the head start of his queue. An event simulation that knows nothing of
 * the real line.
 */
export function idealWaits(
  day: readonly Arrival[],
  staff: Staff,
  headStartS: Readonly<Record<Arrival['queue'], number>>,
): Waits {
  const waits: Waits = day.map(() => Number.NaN);
  const freeAtS: number[] = Array.from({ length: staff.operators }, () => 0);
  const line: number[] = [];
  let next = 0;
  let nowS = 0;
  const of = (index: number) => day[index] as Arrival;
  const standsAt = (index: number) => of(index).atS - headStartS[of(index).queue];
  const goneAtS = (index: number) => of(index).atS + of(index).patienceS;
  while (next < day.length || line.length > 0) {
    const operator = freeAtS.indexOf(Math.min(...freeAtS));
    const free = freeAtS[operator] as number;
    // Nobody can be rung before an operator is free and somebody has come.
    nowS = Math.max(nowS, free, line.length > 0 ? 0 : of(next).atS);
    while (next < day.length && of(next).atS <= nowS) line.push(next++);
    for (let place = line.length - 1; place >= 0; place--) {
      const index = line[place] as number;
      if (goneAtS(index) > nowS) continue;
      waits[index] = of(index).patienceS;
      line.splice(place, 1);
    }
    if (line.length === 0) continue;
    line.sort((a, b) => standsAt(a) - standsAt(b) || a - b);
    const first = line.shift() as number;
    const pickedUpAtS = nowS + staff.pickUpS;
    if (goneAtS(first) <= pickedUpAtS) {
      waits[first] = of(first).patienceS;
      freeAtS[operator] = goneAtS(first);
    } else {
      waits[first] = pickedUpAtS - of(first).atS;
      freeAtS[operator] = pickedUpAtS + of(first).talkS + staff.wrapUpS;
    }
  }
  return waits;
}
