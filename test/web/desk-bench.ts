import type { Page } from 'playwright-core';
import { buildDesk, builtDesk } from '../../cli/parts/desk-build.ts';
import { type TakenPage, takePage } from './browsers.ts';
import { type FakeExchange, fakeExchange } from './fake-exchange.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';

export interface Look {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  language?: 'uk' | 'ru' | 'en';
  /** With what the person has chosen to answer calls. */
  phone?: 'browser' | 'sip';
  /** Run in the page before the desk, each time that it is loaded. */
  script?: string;
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
  /** Opens the desk on a day that begins anew, in the place of the one that was open before. */
  open: (look?: Look) => Promise<OpenDesk>;
  close: () => Promise<void>;
}

/** Serves the desk, built when its sources have changed. */
export async function startDeskBench({ loggedOut = false } = {}): Promise<DeskBench> {
  await buildDesk();
  const server = await startFakeServer({ page: builtDesk, loggedOut });
  let taken: TakenPage | undefined;
  const leave = async () => {
    await taken?.leave();
    taken = undefined;
  };
  return {
    server,
    open: async (look = {}) => {
      await leave();
      server.reset();
      taken = await takeLook(look);
      return open(taken.page, server);
    },
    close: async () => {
      await leave();
      await server.close();
    },
  };
}

/** A page with a microphone that looks so, and has chosen so. */
export async function takeLook(look: Look): Promise<TakenPage> {
  const { width = 1440, height = 900, theme = 'light', language = 'uk', phone = 'browser', script } = look;
  const kept = JSON.stringify({ language, theme: 'system', microphone: '', headset: '', phone });
  const prefers = `localStorage.setItem('holos.preferences', ${JSON.stringify(kept)})`;
  const taken = await takePage(
    { flags: ['--use-fake-ui-for-media-stream'], context: { permissions: ['microphone'] } },
    script === undefined ? [prefers] : [prefers, script],
  );
  await taken.page.setViewportSize({ width, height });
  await taken.page.emulateMedia({ media: null, colorScheme: theme, reducedMotion: 'reduce' });
  return taken;
}

async function open(page: Page, server: FakeServer): Promise<OpenDesk> {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const exchange = await fakeExchange(page);
  await page.goto(`${server.address}/?rawaudio`);
  return { page, exchange, errors };
}
