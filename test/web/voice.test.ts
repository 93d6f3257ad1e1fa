import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

const homeOfOne = '**/api/residents/1/home';

async function go(page: Page, place: string): Promise<void> {
  await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
  await page.getByTestId('presence').waitFor();
}

test('a spoken request says so and is heard; it falls silent when another sound begins', async () => {
  const { page } = await bench.open();
  await go(page, 'desk');
  bench.server.call(fake.deskCall('one', 'talking', 'call-spoken'));
  const message = page.getByRole('group', { name: 'Голосове повідомлення, 0:34' });
  const begin = message.getByRole('button', { name: uk['player.play'] });
  await begin.click();
  await message.getByRole('button', { name: uk['player.pause'] }).waitFor();
  await message.getByText('/ 0:20').waitFor();
  const fetched: string[] = [];
  page.on('request', (one) => void fetched.push(new URL(one.url()).pathname));
  const drawn = page.waitForResponse('**/waveform');
  await page
    .getByRole('button', { name: /Прослухати дзвінок/ })
    .first()
    .click();
  await drawn;
  // Whoever only opens a call has not listened to it.
  expect(fetched.filter((path) => path.endsWith('/audio'))).toEqual([]);
  const recording = page.getByRole('group', { name: uk['player.label'] });
  await recording.getByRole('button', { name: uk['player.play'] }).click();
  await recording.getByRole('button', { name: uk['player.pause'] }).waitFor();
  await begin.waitFor();
});

test('a message whose file has gone says so', async () => {
  const { page } = await bench.open();
  await go(page, 'callbacks/feedback');
  await page.getByTestId('feedback').first().getByText('1 з 5').waitFor();
  await page.getByRole('button', { name: uk['player.play'] }).click();
  await page.getByText(uk['message.failed']).waitFor();
});

test('the card does not wait for meters and SMS, and what could not be loaded is asked for again', async () => {
  const { page } = await bench.open();
  let answer: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(homeOfOne, async (route) => {
    await held;
    await route.fulfill({ status: 503, json: { code: 'database.away', message: 'Try again soon.' } });
  });
  await go(page, 'desk');
  await page.getByTestId('phone').and(page.locator('[data-line=registered]')).waitFor();
  bench.server.call(fake.deskCall('one', 'ringing', 'call-slow'));
  await bench.server.hears('card-shown call-slow');
  await page.getByTestId('resident-name').waitFor();
  expect(await page.getByTestId('meter').count()).toBe(0);
  answer?.();
  await page.getByText(uk['home.failed']).waitFor();
  await page.unroute(homeOfOne);
  await page.getByRole('article').getByRole('button', { name: uk['app.try-again'] }).click();
  await page.getByText('198 м³').waitFor();
});

test('of a call the operator sees what was chosen and answered, and all that was said on demand', async () => {
  const { page } = await bench.open();
  await go(page, 'desk');
  bench.server.call(fake.deskCall('one', 'talking', 'call-steps'));
  const log = page.getByRole('log');
  await log.getByText('Натиснуто 0').waitFor();
  expect(await log.getByText('Вітаємо!').count()).toBe(0);
  await page.getByRole('button', { name: /Усі кроки/ }).click();
  await log.getByText('Вітаємо!').waitFor();
});

test('a doubtful reading is accepted or set aside, and one that a colleague has settled leaves the list', async () => {
  const { page } = await bench.open();
  await go(page, 'requests');
  await page.getByRole('link', { name: uk['readings.title'] }).click();
  const readings = page.getByTestId('reading');
  await readings
    .filter({ hasText: '198 м³' })
    .getByText('менше за попереднє, термін повірки минув')
    .filter({ visible: true })
    .waitFor();
  await readings
    .filter({ hasText: 'раніше 203,45' })
    .getByRole('button', { name: 'Прийняти 198 м³' })
    .click();
  await page.getByText(uk['readings.said.right']).waitFor();
  await expect.poll(() => readings.count()).toBe(1);
  const other = await fetch(`${bench.server.address}/api/readings/12/check`, { method: 'POST' });
  expect(other.ok).toBe(true);
  await readings.getByRole('button', { name: 'Відхилити 21540 кВт·год' }).click();
  await page.getByText(uk['failure.not-now']).waitFor();
  await page.getByText(uk['readings.none']).waitFor();
});

test('a new PIN is asked about first, then shown once', async () => {
  const { page } = await bench.open();
  await go(page, 'desk');
  bench.server.call(fake.deskCall('one', 'talking', 'call-pin'));
  const pin = page.getByTestId('pin');
  await pin.getByText(uk['pin.given']).waitFor();
  await pin.getByRole('button', { name: uk['pin.new'] }).click();
  await pin.getByText(uk['pin.ask.again']).waitFor();
  await pin.getByRole('button', { name: uk['pin.give'] }).click();
  await pin.getByText('480159').waitFor();
});
