import { expect } from 'vitest';
import { codeOf } from '../../errors.ts';
import { DeskClient } from '../town/desk-client.ts';
import { type Phone, registerPhone } from '../town/phone.ts';
import type { World } from '../town/world.ts';

/** An operator at a desk without a screen, with a SIP phone. Cards are shown at once; whether the phone is answered is the test's. */
export class AtADesk {
  readonly desk: DeskClient;
  readonly phone: Phone;

  /** The operator who logs in first, not ready yet. */
  static async sitsDown({ town, desk: address, logins }: World): Promise<AtADesk> {
    const login = logins.find(({ role }) => role === 'operator');
    if (!login) throw new Error('nobody may log in');
    let shown = '';
    const desk = await DeskClient.logIn(address, login, ({ state: { call } }) => {
      const offer = call?.stage === 'ringing' ? `${call.callId} ${call.since}` : '';
      if (!call || offer === '' || offer === shown) return;
      shown = offer;
      // An offer may be over before its card is drawn.
      desk.ask('card-shown', call.callId).catch(() => undefined);
    });
    return new AtADesk(desk, await registerPhone(town, desk.state.phone));
  }

  private constructor(desk: DeskClient, phone: Phone) {
    this.desk = desk;
    this.phone = phone;
  }

  /** Says that the phone is there, as a desk does after every connection: also after another controller has come. */
  async isBack(): Promise<void> {
    const told = () => this.desk.ask('phone', 'registered').then(() => 'told', codeOf);
    await expect.poll(told, { timeout: 20_000 }).toBe('told');
  }

  async isReady(): Promise<void> {
    await this.isBack();
    await this.desk.ask('ready');
  }

  async leaves(): Promise<void> {
    await this.phone.unregister();
    this.desk.close();
  }
}
