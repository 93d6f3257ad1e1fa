import type { KeptPlace } from '../queue/kept-place.ts';
import type { IvrFlow } from '../services.ts';
import { operator } from './operator.ts';

/** Somebody who is called back has picked up: he hears who calls, then he stands at his place, and the phone of the operator who was reserved rings. */
export function calledBack({ queue, sinceMs, refusedAtMs }: KeptPlace, reserved: number): IvrFlow {
  return operator(queue, { sinceMs, reserved, refusedAtMs, patient: true, calledBack: true });
}
