import { type CallbackRow, openCallbacks } from '../../db/queries/callbacks.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { TownCall } from '../town/call.ts';
import type { World } from '../town/world.ts';
import { opens } from './company-with-hours.ts';

/** Who calls outside the hours: see `companyWithHours`. */
export class AfterHours {
  readonly #world: World;
  #numbers = 100;

  constructor(world: World) {
    this.#world = world;
  }

  /** Somebody who has not called yet, and whose language is known. */
  async stranger(): Promise<string> {
    const number = `+3806722${String(this.#numbers++).padStart(5, '0')}`;
    await rememberLanguage(this.#world.db, number, 'uk');
    return number;
  }

  /** Presses 0 in the greeting, and hears when people will be there. */
  async wantsAPerson(number: string, dialled = '750600'): Promise<TownCall> {
    const call = await this.#world.town.resident(number).calls(dialled);
    await call.hears(dialled === '750600' ? 'greeting.750-600' : 'greeting.8800', {}, { limitMs: 25_000 });
    await call.presses('0');
    await hearsHours(call);
    return call;
  }

  /** The calls back that a number may expect, in their order. */
  async promised(number: string): Promise<CallbackRow[]> {
    return (await openCallbacks(this.#world.db)).filter((one) => one.number === number);
  }

  async latest(number: string) {
    return (await listCalls(this.#world.db, { number }, { limit: 1 })).items[0];
  }
}

export async function hearsHours(call: TownCall): Promise<void> {
  await call.hears('closed.hours', { day: 'later', opens: opens.toJSDate() }, { limitMs: 20_000 });
}
