import path from 'node:path';
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { expect } from 'vitest';
import type { PhoneKind } from '../../agent-desk/contract/live.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import type { OperatorState } from '../../events.ts';

/** What a desk's page needs for its operator to hear: it runs before the desk. */
export const ear = { path: path.join(import.meta.dirname, 'pages', 'listen.js') };

/** An operator at a desk in a real browser: what he does, and what he sees and hears. The desk speaks Ukrainian. */
export class DeskPage {
  readonly page: Page;
  readonly login: { login: string; password: string };
  /** What went wrong in the page, in its own words. */
  readonly faults: string[] = [];
  /** Its live link goes through our hands for as long as the page lives. */
  linkIsRouted = false;
  readonly #address: string;
  #heard = new Int16Array();

  /** @param page in it is an `ear` */
  constructor(page: Page, address: string, login: { login: string; password: string }) {
    this.page = page;
    this.#address = address;
    this.login = login;
    page.on('pageerror', (error) => this.faults.push(String(error)));
  }

  /** A new tab in the same browser: the same person at the same computer. */
  async opensASecondTab(): Promise<DeskPage> {
    const page = await this.page.context().newPage();
    await page.addInitScript(ear);
    const second = new DeskPage(page, this.#address, this.login);
    await second.opens();
    return second;
  }

  /** From now on the live link can be cut; the phone's own is another. Before the desk is opened. */
  async hasALinkThatCanBeCut(): Promise<{ cut: () => Promise<void>; mend: () => void }> {
    this.linkIsRouted = true;
    let whole = true;
    const sockets = new Set<WebSocketRoute>();
    await this.page.routeWebSocket(/\/socket\.io\//, (socket) => {
      const server = socket.connectToServer();
      sockets.add(socket).add(server);
    });
    await this.page.route(/\/socket\.io\//, (route) => (whole ? route.continue() : route.abort()));
    return {
      cut: async () => {
        whole = false;
        await Promise.all([...sockets].map((socket) => socket.close()));
        sockets.clear();
      },
      mend: () => {
        whole = true;
      },
    };
  }

  async opens(): Promise<void> {
    await this.page.goto(`${this.#address}/?rawaudio`);
  }

  /** @param phone with what he answers his calls */
  async logsIn(phone: PhoneKind = 'browser'): Promise<void> {
    await this.opens();
    await this.page.getByText(uk[`login.phone.${phone}`], { exact: true }).click();
    await this.page.getByLabel(uk['login.login']).fill(this.login.login);
    await this.page.getByLabel(uk['login.password'], { exact: true }).fill(this.login.password);
    await this.page.getByRole('button', { name: uk['login.enter'] }).click();
    await this.presence.waitFor();
  }

  /** Logs in and says "ready", as at the beginning of a shift. */
  async beginsToWork(): Promise<void> {
    await this.logsIn();
    await this.hasAPhone();
    await this.isReady();
  }

  async hasAPhone(): Promise<void> {
    await this.page.locator('[data-testid=phone][data-line=registered]').waitFor();
  }

  async isReady(): Promise<void> {
    await this.asksToBeReady();
    await this.isNow('ready');
  }

  /** Says "ready" in the menu of states; somebody may wait already, or the desk may refuse. */
  async asksToBeReady(): Promise<void> {
    await this.presence.click();
    await this.page
      .getByRole('listitem')
      .getByRole('button', { name: uk['presence.ready'], exact: true })
      .click();
  }

  /** What the settings say is to be typed into a SIP phone. */
  async sipAccount(): Promise<{ domain: string; port: number; user: string; password: string }> {
    await this.page.getByRole('button', { name: uk['nav.settings'] }).click();
    await this.page.getByRole('button', { name: uk['login.show'] }).click();
    const [server = '', user = '', password = ''] = await this.page
      .getByRole('region', { name: uk['settings.sip'] })
      .locator('dd')
      .allInnerTexts();
    await this.page.keyboard.press('Escape');
    const [domain = '', port] = server.replace(' · UDP', '').split(':');
    return { domain, port: Number(port), user: user.trim(), password: password.trim() };
  }

  /** Waits until the operator's own state is this one. */
  async isNow(state: OperatorState, limitMs = 10_000): Promise<void> {
    await this.page.locator(`[data-testid=presence][data-state=${state}]`).waitFor({ timeout: limitMs });
  }

  /** A call is shown, and may be answered. */
  async rings(limitMs = 10_000): Promise<void> {
    await this.ringing
      .getByRole('button', { name: uk['call.answer'], disabled: false })
      .waitFor({ timeout: limitMs });
  }

  /** The phone itself rings, too: its INVITE is here. */
  async phoneRings(): Promise<void> {
    await expect.poll(() => this.cardAtInvite()).not.toBeNull();
  }

  /** What stood on the card in the moment the phone began to ring. */
  cardAtInvite(): Promise<string | null> {
    return this.page.evaluate('holosTest.cardAtInvite()');
  }

  async answers(): Promise<void> {
    await this.page.keyboard.press('Enter');
    await this.isNow('talking');
  }

  async rejects(): Promise<void> {
    await this.button('call.reject').click();
  }

  async holds(): Promise<void> {
    await this.button('call.hold').click();
    await this.button('call.unhold').waitFor();
  }

  async goesOn(): Promise<void> {
    await this.button('call.unhold').click();
    await this.button('call.hold').waitFor();
  }

  async mutes(): Promise<void> {
    await this.button('call.mute').click();
    await this.button('call.unmute').waitFor();
  }

  async unmutes(): Promise<void> {
    await this.button('call.unmute').click();
    await this.button('call.mute').waitFor();
  }

  /** On the keypad of the call, which is closed again. */
  async pressesKeys(keys: string): Promise<void> {
    await this.page.keyboard.press('Alt+KeyK');
    await this.page.getByRole('button', { name: uk['call.keypad.key'].replace('{key}', '#') }).waitFor();
    for (const key of keys) await this.page.keyboard.press(key);
    await this.page.keyboard.press('Escape');
  }

  /** Opens the list of all to whom a call can be handed on, looks for one, and talks to him first or sends the call at once. */
  async handsOnTo(who: string, how: 'talk' | 'at-once'): Promise<void> {
    await this.page.keyboard.press('Alt+KeyT');
    await this.page.getByRole('combobox', { name: uk['transfer.who'] }).fill(who);
    await this.page.getByRole('option', { name: who, selected: true }).waitFor();
    await this.page.keyboard.press(how === 'talk' ? 'Enter' : 'Shift+Enter');
  }

  /** Somebody who was asked is at this stage beside the call; `none`: nobody is there. */
  async hasBeside(stage: 'ringing' | 'talking' | 'three' | 'none'): Promise<void> {
    await this.page
      .locator(`[data-testid=beside][data-consult=${stage}]`)
      .waitFor({ state: 'attached', timeout: 15_000 });
  }

  async endsTheCall(): Promise<void> {
    await this.button('call.end').click();
  }

  /** Ends the wrap-up; where it is asked for, with what the talk came to. */
  async isDone(key = '2', then: OperatorState = 'ready'): Promise<void> {
    await this.isNow('wrap-up');
    if (await this.page.getByTestId('dispositions').isVisible()) await this.page.keyboard.press(key);
    await this.button('call.done').click();
    await this.isNow(then);
  }

  /** The id of the call on the card. */
  async callId(): Promise<string> {
    return (await this.card.getAttribute('data-call-id')) ?? '';
  }

  /** The card of this call stands on the screen, though the call may be over. */
  async showsTheCardOf(callId: string): Promise<void> {
    await this.page.locator(`[data-testid=card][data-call-id="${callId}"]`).waitFor({ timeout: 2_000 });
  }

  /** Wrap-up says how long it still lasts. */
  async countsDown(): Promise<void> {
    await this.page.getByTestId('wrap-up-left').waitFor({ timeout: 2_000 });
  }

  /** Opens the last call in the list of today's and gives its steps in the desk's words. */
  async opensTheLastCall(): Promise<string> {
    await this.page.keyboard.press('Alt+Digit3');
    await this.page.getByRole('table').getByRole('link').first().click();
    const steps = this.page.getByRole('region', { name: uk['calls.steps'] });
    await steps.getByRole('listitem').first().waitFor();
    return steps.innerText();
  }

  /** No call stands on the desk, and none rings. */
  async isClear(limitMs = 5_000): Promise<void> {
    await this.page.locator('[data-testid=call-bar][data-call=none]').waitFor({ timeout: limitMs });
    await this.ringing.waitFor({ state: 'detached', timeout: limitMs });
  }

  async writesRequest(category: string, text: string): Promise<string> {
    await this.page.getByRole('combobox', { name: uk['request.category'] }).fill(category);
    await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
    await this.types(text);
    await this.page.keyboard.press('Control+Enter');
    const saved = this.page.getByRole('list', { name: uk['request.written'] }).getByRole('link');
    return (await saved.innerText()).replace(/^\S+ (\S+) .*$/, '$1');
  }

  async types(text: string): Promise<void> {
    await this.page.getByLabel(uk['request.text']).fill(text);
  }

  typed(): Promise<string> {
    return this.page.getByLabel(uk['request.text']).inputValue();
  }

  /** A text of the desk stands on the screen. */
  async shows(text: keyof typeof uk, limitMs = 10_000): Promise<void> {
    await this.page.getByText(uk[text]).first().waitFor({ timeout: limitMs });
  }

  async showsNoMore(text: keyof typeof uk, limitMs = 10_000): Promise<void> {
    await this.page.getByText(uk[text]).first().waitFor({ state: 'detached', timeout: limitMs });
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    this.#heard = new Int16Array();
  }

  /** The tab is gone, without a word to anybody. */
  async isKilled(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
  }

  /** All that came out of the headset since the page was opened. */
  async heard(): Promise<Int16Array> {
    const bytes = Buffer.from(await this.page.evaluate<string>('holosTest.takeHeard()'), 'base64');
    const more = new Int16Array(new Uint8Array(bytes).buffer);
    const all = new Int16Array(this.#heard.length + more.length);
    all.set(this.#heard);
    all.set(more, this.#heard.length);
    this.#heard = all;
    return all;
  }

  get presence(): Locator {
    return this.page.getByTestId('presence');
  }

  get card(): Locator {
    return this.page.getByTestId('card');
  }

  get ringing(): Locator {
    return this.page.getByTestId('ringing');
  }

  get timer(): Locator {
    return this.page.getByRole('timer', { name: uk['call.timer'] });
  }

  button(name: keyof typeof uk): Locator {
    return this.page.getByRole('button', { name: uk[name] }).first();
  }
}
