import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import { SimulatedOperator } from './simulated-operator.ts';
import type { Town } from './town.ts';

interface Login {
  readonly login: string;
  readonly password: string;
  readonly role: string;
}

export interface ShiftOptions {
  readonly town: Town;
  readonly desk: string;
  readonly logins: readonly Login[];
  readonly random: () => number;
  readonly log: Logger;
}

const lookEveryMs = 2000;
/** Somebody who took over a simulated operator's desk is left in peace for so long. */
const afterTakeoverMs = 10 * 60_000;

/** Keeps the simulated operators at their desks: begins again when the server was away, and yields to people. */
export class OperatorShift {
  readonly #options: ShiftOptions;
  readonly #simulated = new Set<number>();
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[];

  constructor(options: ShiftOptions) {
    this.#options = options;
    this.#running = simulatedLogins(options.logins).map((login) => this.#keep(login));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  async #keep({ login, password }: Login): Promise<void> {
    const { town, desk, random, log } = this.#options;
    const { signal } = this.#stopping;
    const parts = { town, desk, login, password, random, simulated: this.#simulated, log };
    while (!signal.aborted) {
      try {
        const operator = await SimulatedOperator.start(parts);
        while (!signal.aborted && !operator.isGone)
          await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
        await operator.stop();
        if (!signal.aborted)
          await pause(operator.isTakenOver ? afterTakeoverMs : lookEveryMs, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error, login }, 'a simulated operator could not begin');
        await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** Those made for it (`sim…`); else the last of the operators, so that the first ones are free for people. */
function simulatedLogins(logins: readonly Login[]): Login[] {
  const made = logins.filter(({ login }) => login.startsWith('sim'));
  return made.length > 0 ? made : logins.filter(({ role }) => role === 'operator').slice(-2);
}
