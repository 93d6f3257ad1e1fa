import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2, A and AA, and what axe advises beyond it. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colours = 'color-contrast';

/** What is asked of a screen; looking at its colours takes as long as all the rest. */
const asking = {
  all: { runOnly: { type: 'tag', values: tags } },
  colours: { runOnly: { type: 'rule', values: [colours] } },
  'all but colours': { runOnly: { type: 'tag', values: tags }, rules: { [colours]: { enabled: false } } },
} as const;

/** What axe finds wrong, as lines to read. @param within selectors of the only places that are looked at */
export async function faults(
  page: Page,
  of: keyof typeof asking = 'all',
  within?: readonly string[],
): Promise<string[]> {
  // It is half a megabyte of code: once a page is enough.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  const options = JSON.stringify({ ...asking[of], resultTypes: ['violations'] });
  const where = within ? JSON.stringify({ include: within }) : 'document';
  return (await page.evaluate(
    `axe.run(${where}, ${options}).then(({ violations }) => violations.flatMap((rule) =>
      rule.nodes.map((node) => rule.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 120))))`,
  )) as string[];
}

/** The parts of the page that are wider than their place, as lines to read. */
export async function overflow(page: Page): Promise<string[]> {
  return (await page.evaluate(
    `[...document.querySelectorAll('body, main, .pane, header, nav, section, form, dl, table')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.tagName + '.' + one.className + ' ' + one.scrollWidth + ' > ' + one.clientWidth)`,
  )) as string[];
}
