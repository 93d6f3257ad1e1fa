import { expect } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { unfinishedCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { isNow } from '../calls/at-desks.ts';
import { says } from '../calls/who-hears.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { RealHolos } from './real-holos.ts';

/** Three people at their desks of a real Holos, whose controller can be killed with -9 in the middle of their talks. */
export class ThreeDesks {
  readonly holos: RealHolos;
  readonly irina: DeskWorker;
  readonly roman: DeskWorker;
  /** A supervisor. */
  readonly natalia: DeskWorker;
  #numbers = 200;

  static async start(): Promise<ThreeDesks> {
    const holos = await RealHolos.start();
    await holos.hires('irina', 'operator');
    await holos.hires('roman', 'operator');
    await holos.hires('natalia', 'supervisor');
    const [irina, roman] = [await DeskWorker.start(holos, 'irina'), await DeskWorker.start(holos, 'roman')];
    return new ThreeDesks(holos, irina, roman, await DeskWorker.start(holos, 'natalia'));
  }

  private constructor(holos: RealHolos, irina: DeskWorker, roman: DeskWorker, natalia: DeskWorker) {
    this.holos = holos;
    this.irina = irina;
    this.roman = roman;
    this.natalia = natalia;
  }

  get everybody(): readonly DeskWorker[] {
    return [this.irina, this.roman, this.natalia];
  }

  stop(): Promise<void> {
    return this.holos.stop();
  }

  /** After each test: nothing is left of its calls, anywhere, and everybody is paused. */
  async clear(): Promise<void> {
    const { holos } = this;
    await Promise.all(holos.town.calls.map((call) => call.hangsUp()));
    await expect.poll(() => unfinishedCalls(holos.db, 'n1'), { timeout: 10_000 }).toEqual([]);
    for (const one of this.everybody) {
      await one.sees('nothing', ({ state }) => state.call === null && state.supervising === null);
      await one.desk.wrapsUp().catch(() => undefined);
      await one.desk.ask('pause', 'break').catch(() => undefined);
      await isNow(one, 'paused');
    }
    for (const kind of ['channels', 'bridges'] as const)
      await expect.poll(() => holos.inAsterisk(kind), { timeout: 5_000 }).toEqual([]);
    expect(holos.town.takeFaults()).toEqual([]);
  }

  /** A resident talks to this operator, who is ready until then. */
  async talking(who = this.irina): Promise<{ caller: TownCall; operator: TownCall; callId: string }> {
    await who.desk.ask('ready');
    const picked = who.picksUp();
    const { caller } = await this.waits();
    const operator = await picked;
    return { caller, operator, callId: who.call?.callId ?? '' };
  }

  /** A resident asks for a person. */
  async waits(): Promise<{ caller: TownCall; number: string }> {
    const { holos } = this;
    const number = `+3806722${String(this.#numbers++).padStart(5, '0')}`;
    await rememberLanguage(holos.db, number, 'uk');
    const caller = await holos.town.resident(number).calls('750600');
    await caller.hears('greeting.750-600', {}, { limitMs: 20_000 });
    await caller.presses('0');
    return { caller, number };
  }

  /**
   * Killed, and back: all desks are with the new controller, with their phones.
   * @param logged a step that is in the log before: a controller that is killed within 50 ms of what it does has not written it
   */
  async killed(logged?: { callId: string; kind: string }): Promise<void> {
    if (logged) await this.hasSteps(logged.callId, logged.kind, 1);
    const before = this.everybody.map(({ desk }) => desk.snapshots);
    this.holos.kill('controller');
    for (const [index, one] of this.everybody.entries())
      await one.sees(
        'another controller',
        ({ snapshots, state }) => snapshots > (before[index] ?? 0) && state.phone.state === 'registered',
        40_000,
      );
    await this.holos.takesCalls();
  }

  /** What one says, some hear and the others do not. */
  async says(
    speaker: TownCall,
    name: string,
    who: { heardBy?: TownCall[]; notBy?: TownCall[] },
  ): Promise<void> {
    await says(speaker, { name, file: await this.holos.town.sentence(name, 'uk') }, who);
  }

  /** The log is written a moment after it has happened. */
  async hasSteps(callId: string, kind: string, count: number): Promise<void> {
    const found = async () =>
      (await stepsOf(this.holos.db, callId)).filter((step) => step.kind === kind).length;
    await expect.poll(found, { timeout: 5_000 }).toBe(count);
  }

  /** A caller is offered to him, for nobody else is ready, and they hear each other. */
  async mayBeOffered(who: DeskWorker): Promise<void> {
    for (const one of this.everybody) {
      await one.desk.wrapsUp().catch(() => undefined);
      await one.desk.ask('pause', 'break');
    }
    const { caller, operator } = await this.talking(who);
    await this.says(caller, 'leak', { heardBy: [operator] });
    await who.endsTheTalk();
    expect(await caller.ended()).toMatchObject({ by: 'holos' });
    await who.desk.ask('pause', 'break');
  }
}
