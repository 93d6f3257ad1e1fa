import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Disposable,
  type Page,
} from 'playwright-core';

/** What a page is opened with. Pages that need the same are the same page, in one test after the other. */
export interface PageNeeds {
  /** The whole one is what people have. The headless one has the same pages, sound and calls, and takes a fifth less of the processor; it cannot ask for a microphone. */
  readonly browser?: keyof typeof programs;
  /** Flags of its browser, beside the usual ones. */
  readonly flags?: readonly string[];
  readonly context?: BrowserContextOptions;
}

/** A page that is a test's own until it is left. */
export interface TakenPage {
  readonly page: Page;
  leave: () => Promise<void>;
}

type Script = Parameters<Page['addInitScript']>[0];

const programs = { headless: '/usr/bin/chromium-headless-shell', whole: '/usr/bin/chromium' } as const;

const usualFlags = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-quic',
];

/**
 * What a page shows that nobody has: something of the desk's own server that does nothing. To whatever comes from elsewhere, and back,
 * a page goes in a new process (Cross-Origin-Opener-Policy).
 */
const stillPath = '/icon.svg';

/** By their program and flags. They live as long as the process, for all its files; Playwright ends them with it. */
const browsers = new Map<string, Promise<Browser>>();
/** Pages that nobody has just now, by what they were opened with. */
const free = new Map<string, Page[]>();
let taken = 0;

/**
 * A page in which nothing is left of whoever had it before: no document, no cookie, nothing stored or routed, no listener. To open
 * the desk in a new one takes more than twice as much of the processor: a process begins, and compiles the desk's program.
 * @param scripts run before anything else in each document, until the page is left
 */
export async function takePage(needs: PageNeeds, scripts: readonly Script[] = []): Promise<TakenPage> {
  const key = JSON.stringify(needs);
  const page = free.get(key)?.pop() ?? (await openPage(needs));
  taken += 1;
  const added: Disposable[] = [];
  for (const script of [forgets(taken), ...scripts]) added.push(await page.addInitScript(script));
  return {
    page,
    async leave() {
      if (await isEmptied(page, added, needs)) free.set(key, [...(free.get(key) ?? []), page]);
      else await page.context().close();
    },
  };
}

async function openPage({ browser: kind = 'headless', flags = [], context }: PageNeeds): Promise<Page> {
  const key = [kind, ...flags].join(' ');
  const browser =
    browsers.get(key) ?? chromium.launch({ executablePath: programs[kind], args: [...usualFlags, ...flags] });
  browsers.set(key, browser);
  return (await (await browser).newContext(context)).newPage();
}

/** What an earlier test stored goes before the page's own program runs, but only once: what this test stores outlasts its reloads. */
const forgets = (take: number) => `
  if (location.protocol.startsWith('http') && sessionStorage.getItem('taken') !== '${take}') {
    localStorage.clear();
    sessionStorage.clear();
    sessionStorage.setItem('taken', '${take}');
  }`;

/** No for a page that its test has closed, crashed or hung: nobody else gets it. */
async function isEmptied(page: Page, scripts: readonly Disposable[], needs: PageNeeds): Promise<boolean> {
  const context = page.context();
  try {
    if (page.url().startsWith('http'))
      await page.goto(new URL(stillPath, page.url()).href, { timeout: 5_000 });
  } catch {
    return false;
  }
  for (const event of ['pageerror', 'request', 'websocket']) page.removeAllListeners(event);
  await Promise.all(context.pages().map((one) => one !== page && one.close()));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  for (const script of scripts) await script.dispose();
  await context.clearCookies();
  await context.clearPermissions();
  if (needs.context?.permissions) await context.grantPermissions(needs.context.permissions);
  return true;
}
