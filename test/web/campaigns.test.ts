import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeskBench, startDeskBench } from './desk-bench.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

test('a list of which nobody can be called is told number by number, and stays to be mended', async () => {
  const { page } = await bench.open();
  await page.goto(`${bench.server.address}/?rawaudio#/campaigns/new`);
  const [name, numbers] = [page.getByLabel('Назва'), page.getByLabel('Номери')];
  await name.fill('Після ремонту даху');
  await numbers.fill('немає\nдругий під’їзд');
  await page.getByRole('button', { name: 'Створити' }).click();
  await page.getByText('З цього списку нікому не можна зателефонувати.').waitFor();
  expect(await page.getByRole('main').getByRole('listitem').allInnerTexts()).toEqual(
    expect.arrayContaining(['немає — не номер', 'другий під’їзд — не номер']),
  );
  expect(await numbers.inputValue()).toContain('другий під’їзд');
  await numbers.fill('0501112233');
  await page.getByRole('button', { name: 'Створити' }).click();
  await page.getByText('Обдзвін створено').first().waitFor();
  expect(await page.getByText('не номер').count()).toBe(0);
}, 60_000);
