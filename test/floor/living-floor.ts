import { HolosError } from '../../errors.ts';
import type { FakeCaller } from './fake-callers.ts';
import type { FakeFloor } from './fake-floor.ts';
import type { FakeLeg } from './fake-phones.ts';

export const queues = ['dispatcher', 'requests', 'emergency'] as const;
export const operatorIds = [1, 2, 3] as const;

/** A floor with the desks of its operators: who looks at his, and whose word was heard last. */
export interface LivingFloor {
  readonly floor: FakeFloor;
  /** Desks that show the card of a call at once; the others are open in a window that nobody draws. */
  readonly drawn: Set<number>;
  /** Called before an operator presses something. */
  readonly says: (operatorId: number) => void;
  comers: number;
}

const tooLate: ReadonlySet<string> = new Set([
  ...['desk.not-now', 'desk.no-microphone', 'desk.no-disposition', 'desk.colleague-busy', 'ari.down'],
]);

/** Presses what a desk has: too late or too early, it says so and nothing happens. */
export function press(
  living: LivingFloor,
  operatorId: number,
  verb: (floor: FakeFloor['floor']) => void,
): void {
  living.says(operatorId);
  try {
    verb(living.floor.floor);
  } catch (error) {
    const sorry = error instanceof HolosError && tooLate.has(error.code);
    if (!sorry) throw error;
  }
}

export const byDesk =
  (verb: (floor: FakeFloor['floor'], operatorId: number) => void) => (living: LivingFloor, who: number) =>
    press(living, operatorOf(who), (floor) => verb(floor, operatorOf(who)));

export const byPhone =
  (does: (floor: FakeFloor, leg: FakeLeg) => void) =>
  ({ floor }: LivingFloor, who: number) => {
    const leg = floor.phones.of(operatorOf(who)).find((one) => !one.up);
    if (leg) does(floor, leg);
  };

export const byCaller =
  (does: (floor: FakeFloor, caller: FakeCaller) => void) =>
  ({ floor }: LivingFloor, _who: number, nth: number) => {
    const all = [...floor.callers.values()];
    const one = all[nth % Math.max(1, all.length)];
    if (one) does(floor, one);
  };

const refusals = [
  ...['operator.no-desk', 'operator.not-taking', 'operator.no-phone'],
  ...['desk.no-microphone', 'call.not-waiting'],
];

/** What a supervisor does: what is not possible now is refused, and nothing happens. */
export function bySupervisor(verb: () => void): void {
  try {
    verb();
  } catch (error) {
    if (!(error instanceof HolosError && refusals.includes(error.code))) throw error;
  }
}

export function operatorOf(who: number): number {
  return operatorIds[who % operatorIds.length] as number;
}

/** One of the two others. */
export function colleagueOf(operatorId: number, nth: number): number {
  return operatorOf((operatorIds as readonly number[]).indexOf(operatorId) + 1 + (nth % 2));
}
