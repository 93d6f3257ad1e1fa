import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { HolosError } from '../../errors.ts';
import { DeskClient } from '../town/desk-client.ts';
import { SipPhone } from './sip-phone.ts';
import type { BenchSystem } from './system.ts';

/** When a call was offered at one desk, on the machine's clock (ms since 1970). */
export interface Offered {
  readonly callId: string;
  readonly cardAt: number;
  readonly inviteAt: number;
}

/** An operator who waits for calls and answers none. */
export interface BenchDesk {
  /** Resolves when the operator may be offered a call. */
  ready(): Promise<void>;
  /** The next call that is offered, when its card was there and its phone was called. @throws HolosError `bench.not-offered` */
  offered(): Promise<Offered>;
  close(): Promise<void>;
}

const limitMs = 8_000;
const lookEveryMs = 20;

/** A desk that is only a Socket.IO client, with a SIP phone: what the server takes, without a browser. */
export async function clientDesk(system: BenchSystem, from: string): Promise<BenchDesk> {
  const { settings } = system;
  const notes: { callId: string; cardAt: number }[] = [];
  const invites = new Map<string, number>();
  const desk = await DeskClient.logIn(
    `http://${settings.address}:${settings.ports.desk}`,
    loginOf(system, 'operator1'),
    (client) => {
      const { call } = client.state;
      if (call?.stage !== 'ringing' || notes.at(-1)?.callId === call.callId) return;
      notes.push({ callId: call.callId, cardAt: Date.now() });
      client.ask('card-shown', call.callId).catch(() => undefined);
    },
  );
  const phone = await SipPhone.register(from, desk.state.phone, settings.ports.sip);
  phone.onInvite = (callId) => invites.set(callId, Date.now());
  await desk.ask('phone', 'registered');
  return {
    async ready() {
      await until(() => ['ready', 'paused', 'missed'].includes(desk.state.me.state));
      if (desk.state.me.state !== 'ready') await desk.ask('ready');
    },
    async offered() {
      const known = notes.length;
      await until(() => notes.length > known && invites.has(notes.at(-1)?.callId ?? ''));
      const note = notes.at(-1) as (typeof notes)[number];
      return { ...note, inviteAt: invites.get(note.callId) ?? 0 };
    },
    async close() {
      desk.close();
      phone.close();
    },
  };
}

const flags = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** The desk itself in a real Chromium. */
export async function browserDesk(system: BenchSystem): Promise<BenchDesk> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  try {
    return await openPage(system, browser);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function openPage(system: BenchSystem, browser: Browser): Promise<BenchDesk> {
  const { address, ports } = system.settings;
  const { login, password } = loginOf(system, 'operator2');
  const context = await browser.newContext({ locale: 'uk-UA' });
  const page = await context.newPage();
  await page.addInitScript({ path: path.join(import.meta.dirname, 'desk-page.js') });
  await page.goto(`http://${address}:${ports.desk}/`);
  await page.getByLabel(uk['login.login']).fill(login);
  await page.getByLabel(uk['login.password'], { exact: true }).fill(password);
  await page.getByRole('button', { name: uk['login.enter'] }).click();
  await page.locator('[data-testid=phone][data-line=registered]').waitFor();
  const state = page.getByTestId('presence');
  const notes = () => page.evaluate<{ what: string; at: number; callId: string }[]>('holosBench');
  return {
    async ready() {
      await page
        .locator('[data-testid=presence]:is([data-state=ready],[data-state=paused])')
        .waitFor({ timeout: limitMs });
      if ((await state.getAttribute('data-state')) === 'ready') return;
      await state.click();
      await page.getByRole('button', { name: uk['presence.ready'], exact: true }).first().click();
      await page.locator('[data-testid=presence][data-state=ready]').waitFor({ timeout: limitMs });
    },
    async offered() {
      await page.evaluate('holosBench.length = 0');
      await until(async () => (await notes()).some(({ what }) => what === 'invite'));
      const all = await notes();
      const card = all.find(({ what }) => what === 'card-shown');
      const invite = all.find(({ what }) => what === 'invite');
      // A card that was told of but is not on the screen counts as never drawn.
      return {
        callId: card?.callId ?? '',
        cardAt: card?.callId ? card.at : Number.POSITIVE_INFINITY,
        inviteAt: invite?.at ?? 0,
      };
    },
    close: () => browser.close(),
  };
}

function loginOf(system: BenchSystem, name: string) {
  const login = system.logins.find((one) => one.login === name);
  if (!login) throw new HolosError('bench.no-login', `There is no operator ${name}.`);
  return login;
}

async function until(fits: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await fits())) {
    if (performance.now() > giveUpAt)
      throw new HolosError('bench.not-offered', `No call came to the desk within ${limitMs} ms.`);
    await pause(lookEveryMs);
  }
}
