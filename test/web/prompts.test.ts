import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PromptDetails, PromptSummary } from '../../agent-desk/contract/shapes.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import { wrongInAnyLook } from './looks.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

const text = 'Дякуємо за дзвінок. На все добре!';
const take = (id: string | null) => ({ id, recordedAt: '2026-11-20T10:00:00.000Z', durationMs: 2100 });

/** A server with two prompts, that takes every recording but an empty one. */
async function given(page: Page): Promise<{ sent: string[] }> {
  const sent: string[] = [];
  let inUse: ReturnType<typeof take> | null = null;
  let earlier: ReturnType<typeof take>[] = [];
  const details = (): PromptDetails => ({
    id: 'goodbye',
    texts: [
      {
        language: 'uk',
        text,
        spoken: text,
        pieces: [{ name: 'goodbye', text, inUse, outdated: false, earlier }],
      },
    ],
  });
  const list = (): PromptSummary[] => [
    { id: 'goodbye', texts: [{ language: 'uk', text, recorded: inUse ? 1 : 0, of: 1 }] },
    {
      id: 'menu.debt',
      texts: [{ language: 'uk', text: 'Щоб дізнатися про борг, натисніть {key, key}.', recorded: 1, of: 2 }],
    },
  ];
  await page.route('**/api/prompts**', async (route: Route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    sent.push(`${request.method()} ${path}`);
    if (path.endsWith('/sound'))
      return await route.fulfill({ status: 404, json: { code: 'take.unknown', message: '' } });
    if (path.endsWith('/recordings')) {
      if (request.postDataBuffer()?.toString() === 'loud')
        return await route.fulfill({ status: 400, json: { code: 'take.clipped', message: '' } });
      if (inUse) earlier = [take('1763633000000'), ...earlier];
      inUse = take(null);
      return await route.fulfill({ json: { prompt: details(), remarks: ['noisy'] } });
    }
    if (path.endsWith('/back')) {
      earlier = [take('1763633000001'), ...earlier];
      inUse = null;
    }
    return await route.fulfill({ json: path === '/api/prompts' ? list() : details() });
  });
  return { sent };
}

const file = (content: string) => ({ name: 'take.wav', mimeType: 'audio/wav', buffer: Buffer.from(content) });

test('a supervisor finds a prompt, records it, and goes back on a telephone', async () => {
  const { page, errors } = await bench.open();
  const { sent } = await given(page);
  await page.goto(`${bench.server.address}/?rawaudio#/prompts`);
  await page.getByRole('link', { name: text }).waitFor();
  expect(await wrongInAnyLook(page)).toEqual([]);
  await page.getByRole('searchbox').fill('дякуємо');
  await page.getByRole('link', { name: 'борг' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: text }).click();

  const chooser = page.getByTestId('chooser');
  await chooser.setInputFiles(file('loud'));
  await page.getByText(uk['failure.take.clipped']).waitFor();
  await chooser.setInputFiles(file('good'));
  await page.getByText(uk['prompts.remark.noisy']).waitFor();
  await chooser.setInputFiles(file('better'));
  await page.getByText(uk['prompts.earlier'].replace('{count}', '1')).click();
  expect(await wrongInAnyLook(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.getByRole('button', { name: uk['prompts.to-synthesis'] }).click();
  await page.getByText(uk['prompts.earlier'].replace('{count}', '2')).waitFor();
  await page.getByRole('button', { name: `${uk['prompts.play']}: ${uk['prompts.as-heard']}` }).click();
  await page
    .getByRole('status')
    .filter({ hasText: uk['prompts.play.failed'] })
    .waitFor({ state: 'attached' });
  expect(sent).toContain('POST /api/prompts/goodbye/back');
  expect(errors).toEqual([]);
});
