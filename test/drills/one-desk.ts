import { expect } from 'vitest';
import type { Settings } from '../../config/settings.ts';
import type { Database } from '../../db/connect.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { codeOf } from '../../errors.ts';
import type { TownCall } from '../town/call.ts';
import { DeskClient } from '../town/desk-client.ts';
import { type Phone, registerPhone } from '../town/phone.ts';
import type { Town } from '../town/town.ts';
import { RealHolos } from './real-holos.ts';

/** A prompt of the menu after which keys lead on. */
export const menu = { key: '0' };

/**
 * The whole of Holos as it is really run, and the one person who works there: the administrator of the first start, at a desk without
 * a screen and a SIP phone that picks up at once.
 */
export class OneDesk {
  readonly holos: RealHolos;
  readonly desk: DeskClient;
  readonly phone: Phone;
  #strangers = 2001;

  static async start(): Promise<OneDesk> {
    const holos = await RealHolos.start();
    const [login] = holos.logins;
    if (!login) throw new Error('nobody can log in');
    const desk = await DeskClient.logIn(holos.desk, login, (changed) => {
      const { call } = changed.state;
      if (call?.stage === 'ringing') changed.ask('card-shown', call.callId).catch(() => undefined);
    });
    const phone = await registerPhone(holos.town, desk.state.phone);
    phone.owner.behaves(async (call) => {
      await call.answers();
      await call.ended(600_000);
    });
    await desk.ask('phone', 'registered');
    return new OneDesk(holos, desk, phone);
  }

  private constructor(holos: RealHolos, desk: DeskClient, phone: Phone) {
    this.holos = holos;
    this.desk = desk;
    this.phone = phone;
  }

  get town(): Town {
    return this.holos.town;
  }

  get db(): Database {
    return this.holos.db;
  }

  get settings(): Settings {
    return this.holos.settings;
  }

  /** For the next test. */
  async clear(): Promise<void> {
    await Promise.all(this.town.calls.map((call) => call.hangsUp()));
  }

  async stop(): Promise<void> {
    this.desk.close();
    await this.holos.stop();
  }

  /** The phone is there, and the operator wants calls. */
  async wantsCalls(): Promise<void> {
    const told = () => this.desk.ask('phone', 'registered').then(() => 'told', codeOf);
    await expect.poll(told, { timeout: 10_000 }).toBe('told');
    await this.desk.ask('ready');
  }

  /** Somebody who has never called before, also when a test is tried once more. */
  stranger(): string {
    return `+38067111${this.#strangers++}`;
  }

  async inTheMenu(number: string): Promise<TownCall> {
    const call = await this.town.resident(number).calls('750600');
    await call.hears('language.choose', { key: 1 });
    await call.presses('1');
    await call.hears('menu.operator', menu);
    return call;
  }

  /** The call of this number that came last. */
  async latest(number: string) {
    return (await listCalls(this.db, { number }, { limit: 1 })).items[0];
  }
}
