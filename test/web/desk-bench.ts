import { type Browser, chromium, type Page } from 'playwright-core';
import { buildDesk, builtDesk } from '../../cli/parts/desk-build.ts';
import { type FakeExchange, fakeExchange } from './fake-exchange.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';

export interface Look {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  language?: 'uk' | 'ru' | 'en';
  /** With what the person has chosen to answer calls. */
  phone?: 'browser' | 'sip';
}

/** A desk in a real browser, on a stand-in server with a stand-in exchange. */
export interface OpenDesk {
  page: Page;
  exchange: FakeExchange;
  /** What the page complained of. */
  errors: string[];
}

export interface DeskBench {
  server: FakeServer;
  /** Opens the desk on a day that begins anew. */
  open: (look?: Look) => Promise<OpenDesk>;
  close: () => Promise<void>;
}

export const chromiumFlags = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/** Serves the desk, built when its sources have changed. */
export async function startDeskBench({ loggedOut = false } = {}): Promise<DeskBench> {
  await buildDesk();
  const server = await startFakeServer({ page: builtDesk, loggedOut });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
  return {
    server,
    open: (look) => open(browser, server, look ?? {}),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function open(browser: Browser, server: FakeServer, look: Look): Promise<OpenDesk> {
  server.reset();
  const { width = 1440, height = 900, theme = 'light', language = 'uk', phone = 'browser' } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    permissions: ['microphone'],
    reducedMotion: 'reduce',
  });
  const kept = JSON.stringify({ language, theme: 'system', microphone: '', headset: '', phone });
  await context.addInitScript(`localStorage.setItem('holos.preferences', ${JSON.stringify(kept)})`);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const exchange = await fakeExchange(page, server.state().phone.socketUrl);
  await page.goto(`${server.address}/?rawaudio`);
  return { page, exchange, errors };
}
