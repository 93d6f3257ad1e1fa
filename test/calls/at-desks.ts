import { expect, vi } from 'vitest';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { codeOf } from '../../errors.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { likeness } from './heard-in.ts';
import { onItsWayMs } from './who-hears.ts';

const workers = { irina: 'operator1', roman: 'operator2', natalia: 'supervisor' } as const;
type Name = keyof typeof workers;

/** Some of the company's people at desks without a screen, with real telephones, and residents who want to talk to them. */
export class AtDesks<N extends Name> {
  readonly world: World;
  readonly #workers: Readonly<Record<N, DeskWorker>>;
  #numbers = 100;

  /** Each logged in, with a phone, and paused. */
  static async start<N extends Name>(...names: readonly N[]): Promise<AtDesks<N>> {
    const world = await startWorld();
    const started = {} as Record<N, DeskWorker>;
    for (const name of names) started[name] = await DeskWorker.start(world, workers[name]);
    return new AtDesks(world, started);
  }

  private constructor(world: World, started: Readonly<Record<N, DeskWorker>>) {
    this.world = world;
    this.#workers = started;
  }

  get workers(): Readonly<Record<N, DeskWorker>> {
    return this.#workers;
  }

  stop(): Promise<void> {
    return this.world.stop();
  }

  /** After each test: every call is over, and everybody is paused again. */
  async clear(): Promise<void> {
    const { town, holos } = this.world;
    await Promise.all(town.calls.map((call) => call.hangsUp()));
    await vi.waitUntil(() => holos.live.size === 0, { timeout: 10_000 });
    for (const one of Object.values<DeskWorker>(this.#workers)) {
      // Nobody answers at a desk that was closed.
      if (one.desk.loggedOut) continue;
      await one.sees('no call', ({ state }) => state.call === null && state.me.state !== 'internal');
      // Whoever is not in a wrap-up, or does not work now, has nothing to end.
      await one.desk.wrapsUp().catch(() => undefined);
      await one.desk.ask('pause', 'break').catch(() => undefined);
    }
    expect(town.takeFaults()).toEqual([]);
  }

  /** A resident whose language is known, and who presses 0 at once; each has another number unless told. */
  async asksForAPerson(
    number = `+3806744${String(this.#numbers++).padStart(5, '0')}`,
  ): Promise<{ number: string; caller: TownCall }> {
    await rememberLanguage(this.world.db, number, 'uk');
    const caller = await this.world.town.resident(number).calls('750600');
    await caller.hears('greeting.750-600', {}, { limitMs: 20_000 });
    await caller.presses('0');
    return { number, caller };
  }

  /** A resident talks to one of them; `operator` is the phone at the desk. */
  async talksTo(
    name: N,
    number?: string,
  ): Promise<{ number: string; caller: TownCall; operator: TownCall; callId: string }> {
    const worker: DeskWorker = this.#workers[name];
    await worker.desk.ask('ready');
    const [operator, asked] = await Promise.all([worker.picksUp(), this.asksForAPerson(number)]);
    return { ...asked, operator, callId: worker.call?.callId ?? '' };
  }

  /** A spoken sentence of the town, by its name. */
  sentence(name: string): Promise<string> {
    return this.world.town.sentence(name, 'uk');
  }

  /** Whether what is said now on one telephone is heard on another. */
  async hears(by: TownCall, speaker: TownCall, name: string): Promise<boolean> {
    const before = by.heard().length;
    await speaker.says(await this.sentence(name));
    await by.listens(onItsWayMs);
    return (await likeness(by.heard().subarray(before), await this.sentence(name))) > 0.7;
  }
}

export function isNow(who: DeskWorker, state: string): Promise<void> {
  return who.sees(state, (desk) => desk.state.me.state === state);
}

/** The code with which a desk's wish is refused, or `done`. */
export function refusal(asked: Promise<void>): Promise<string | undefined> {
  return asked.then(() => 'done', codeOf);
}
