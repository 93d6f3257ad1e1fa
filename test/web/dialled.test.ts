import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { phoneNumber } from '../../agent-desk/web/format/phone.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

/** A call that an operator makes, and whose resident cannot be reached (`call-4` of the list), while she is not at her page. */
let bench: DeskBench;
let page: Page;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterEach(async () => {
  await page.context().close();
  bench.server.reset();
});
afterAll(() => bench?.close());

async function opens(): Promise<void> {
  await page.goto(`${bench.server.address}/?rawaudio#/requests`);
  await page.getByTestId('presence').waitFor();
}

async function dials(): Promise<void> {
  ({ page } = await bench.open());
  await opens();
  bench.server.call(fake.deskCall('none', 'dialling', 'call-4'));
  await page.getByText(uk['call.dialling']).waitFor();
}

test('who has closed the page meanwhile is told once, when she is back, who was not reached', async () => {
  await dials();
  await page.goto('about:blank');
  bench.server.call(null);
  await opens();
  const told = uk['call.not-reached.away'].replace('{who}', phoneNumber('+48221234567'));
  await page.getByText(told).waitFor();
  await page.reload();
  await page.getByTestId('presence').waitFor();
  expect(await page.getByText(told).count()).toBe(0);
});

test('who looks at another page meanwhile is told when she looks at this one again', async () => {
  await dials();
  await page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`);
  bench.server.call(null);
  await page.getByText(uk['call.dialling']).waitFor({ state: 'detached' });
  expect(await page.getByText(uk['call.not-reached']).count()).toBe(0);
  await page.evaluate(`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`);
  await page.getByText(uk['call.not-reached']).waitFor();
});
