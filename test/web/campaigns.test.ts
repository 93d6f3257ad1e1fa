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

test('while the carrier refuses every call it is said so, and when the next one is made', async () => {
  const { page } = await bench.open();
  await page.goto(`${bench.server.address}/?rawaudio#/campaigns`);
  await page.getByRole('heading', { name: 'Обдзвони' }).waitFor();
  const told = page.getByRole('status').filter({ hasText: 'Оператор зв’язку відхиляє всі дзвінки' });
  bench.server.send({ type: 'campaigns-rest', until: '2026-11-20T08:05:00.000Z' });
  await told.getByText('о 10:05').waitFor();
  bench.server.send({ type: 'campaigns-rest', until: null });
  await told.waitFor({ state: 'detached' });
}, 60_000);

test('a list with more numbers than may be in one is not made, and is told why', async () => {
  const { page } = await bench.open();
  await page.goto(`${bench.server.address}/?rawaudio#/campaigns/new`);
  await page.getByLabel('Назва').fill('Усе місто');
  const numbers = page.getByLabel('Номери');
  // Whatever stands in them: whether it is a number is not asked here.
  const list = '1,'.repeat(10_000);
  const told = page.getByRole('alert').filter({ hasText: 'Щонайбільше 10\u00a0000 номерів' });
  await numbers.fill(`${list}1`);
  await told.waitFor();
  expect(await page.getByRole('button', { name: 'Створити' }).isDisabled()).toBe(true);
  await numbers.fill(list);
  await told.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Створити' }).isEnabled()).toBe(true);
}, 60_000);
