import type { Page } from 'playwright-core';
import { faults, overflow } from './accessible.ts';

/** Colours go by the theme, the layout by the width: no rule of the styles asks for both. Each is looked at once. */
const looks = [
  { theme: 'light', width: 1440, of: 'all' },
  { theme: 'light', width: 390, of: 'all but colours' },
  { theme: 'dark', width: 1440, of: 'colours' },
] as const;
type Look = (typeof looks)[number];

/**
 * Shows the screen that stands there in each look, and at last as it was. Only styles know of the width and the theme, so it need
 * not be loaded and brought to this point again for each.
 * @param see told which look it is
 */
export async function inEachLook(page: Page, see: (look: Look) => Promise<void>): Promise<void> {
  for (const look of looks) {
    await show(page, look);
    await see(look);
  }
  await show(page, looks[0]);
}

async function show(page: Page, { theme, width }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
}

interface Looking {
  /** What would go by itself meanwhile, anew for each look. */
  brings?: () => Promise<void>;
  /** All that is another than on a screen that is looked at whole elsewhere, by selectors: axe looks at nothing else. */
  within?: readonly string[];
}

/** What is wrong with the screen in any of its looks: not accessible, or wider than its place. */
export async function wrongInAnyLook(page: Page, { brings, within }: Looking = {}): Promise<string[]> {
  const wrong: string[] = [];
  await inEachLook(page, async ({ theme, width, of }) => {
    await brings?.();
    const lines = [...(await faults(page, of, within)), ...(await overflow(page))];
    wrong.push(...lines.map((line) => `${theme}, ${width} px: ${line}`));
  });
  return wrong;
}

/** What is not accessible in any look within something that lies over the screen, and is wider than what it belongs to. */
export async function faultsInAnyLook(page: Page, within: string): Promise<string[]> {
  const found: string[] = [];
  await inEachLook(page, async ({ theme, width, of }) => {
    found.push(...(await faults(page, of, [within])).map((line) => `${theme}, ${width} px: ${line}`));
  });
  return found;
}
