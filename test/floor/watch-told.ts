import type { DeskCallState, OperatorState } from '../../events.ts';
import type { FakeFloor } from './fake-floor.ts';

/** Looks on as a desk does, which keeps what it was told last, and writes down where that is not so. */
export class WatchTold {
  readonly #floor: FakeFloor;
  readonly #fault: (what: string) => void;
  readonly #states = new Map<number, OperatorState>();
  readonly #calls = new Map<number, DeskCallState | null>();

  constructor(floor: FakeFloor, fault: (what: string) => void) {
    this.#floor = floor;
    this.#fault = fault;
    floor.bus.on('operator', ({ operatorId, state }) => void this.#states.set(operatorId, state));
    floor.bus.on('desk-call', ({ operatorId, call }) => void this.#calls.set(operatorId, call));
  }

  atRest(): void {
    const { operators } = this.#floor;
    for (const [id, told] of this.#states) {
      const { state } = operators.of(id);
      if (told !== state) this.#fault(`${id} is ${state}, and was told to be ${told}`);
    }
    for (const [id, told] of this.#calls)
      if (told !== operators.desk(id)) this.#fault(`${id} has another call than he was told`);
  }
}
