import type { Page } from 'playwright-core';

/**
 * The computer sleeps: no process of the page's browser does anything, and nobody is told.
 * @returns what wakes it
 */
export async function fallsAsleep(page: Page): Promise<() => void> {
  const browser = page.context().browser();
  if (!browser) throw new Error('this page is in no browser');
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const all = processInfo.map(({ id }) => id);
  for (const id of all) process.kill(id, 'SIGSTOP');
  return () => {
    for (const id of all) process.kill(id, 'SIGCONT');
  };
}
