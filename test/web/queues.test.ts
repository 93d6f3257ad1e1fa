import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { faults } from './accessible.ts';
import { type DeskBench, type Look, startDeskBench } from './desk-bench.ts';
import { type FakeQueues, fakeQueues } from './fake-queues.ts';
import { wrongInAnyLook } from './looks.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

async function opens(
  look: Look,
  place = 'queues',
): Promise<{ page: Page; errors: string[]; server: FakeQueues }> {
  const { page, errors } = await bench.open(look);
  const server = await fakeQueues(page);
  await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
  await page.getByRole('heading', { name: uk['queues.title'] }).waitFor();
  return { page, errors, server };
}
const field = (page: Page, label: keyof typeof uk) => page.getByLabel(uk[label], { exact: true });
const button = (page: Page, label: keyof typeof uk) => page.getByRole('button', { name: uk[label] }).first();
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();

test('a supervisor changes the rules of a queue, and takes it back on a telephone', async () => {
  const { page, errors, server } = await opens({});
  await page.getByRole('link', { name: 'Диспетчери' }).waitFor();
  expect(await wrongInAnyLook(page)).toEqual([]);
  await page.getByRole('link', { name: 'Диспетчери' }).click();
  await says(page, uk['rule.choose.longest-idle']);
  await says(page, uk['rule.wait.none']);
  expect(await button(page, 'queues.save').isDisabled()).toBe(true);
  await field(page, 'queues.choose.all-at-once').check();
  await field(page, 'queues.head-start').fill('90');
  await says(page, '= 1\u00a0хв 30\u00a0с');
  await field(page, 'queues.call-again').fill('600');
  await field(page, 'queues.overflow').selectOption('queue');
  await field(page, 'queues.other').selectOption('emergency');
  expect(await wrongInAnyLook(page)).toEqual([]);
  await button(page, 'queues.save').click();
  await says(page, uk['rule.choose.all-at-once']);
  await says(page, 'Після 2\u00a0хв очікування відповідає й черга «Аварійна служба».');
  await says(page, 'Кому не додзвонилися, тому дзвонимо знову через 10\u00a0хв, усього тричі.');
  await says(page, 'Змінено: Наталія Левицька');
  expect(await wrongInAnyLook(page)).toEqual([]);
  expect(server.sent).toMatchObject([
    {
      path: '/api/queues/operators',
      body: {
        version: 0,
        rules: {
          choose: 'all-at-once',
          headStartSeconds: 90,
          callAgainSeconds: 600,
          overflow: { queue: 'emergency' },
        },
      },
    },
  ]);
  await page.setViewportSize({ width: 390, height: 900 });
  await button(page, 'queues.take-back').click();
  await says(page, uk['queues.taken-back']);
  await button(page, 'queues.take-back').waitFor({ state: 'detached' });
  expect(await field(page, 'queues.head-start').inputValue()).toBe('0');
  expect(server.sent.at(-1)?.body).toEqual({ rules: null, version: 1 });
  expect(errors).toEqual([]);
});

test('what somebody else has changed meanwhile is shown, what was typed is kept, and nothing is overwritten unseen', async () => {
  const { page, server } = await opens({}, 'queues/operators');
  await field(page, 'queues.wrap-up').fill('45');
  server.changedByAnother('operators', { choose: 'best-skill' });
  await button(page, 'queues.save').click();
  await page.getByRole('alert').filter({ hasText: 'Тарас Коваль' }).waitFor();
  await says(page, uk['rule.choose.best-skill']);
  expect(await field(page, 'queues.wrap-up').inputValue()).toBe('45');
  expect(await button(page, 'queues.save').isDisabled()).toBe(true);
  expect(server.queues[0]?.rules).toMatchObject({ choose: 'best-skill', wrapUpSeconds: 20 });
  expect(await faults(page)).toEqual([]);
  await button(page, 'queues.stale.use').click();
  expect(await field(page, 'queues.wrap-up').inputValue()).toBe('20');
  expect(await field(page, 'queues.choose.best-skill').isChecked()).toBe(true);
  await field(page, 'queues.wrap-up').fill('30');
  await button(page, 'queues.save').click();
  await says(page, uk['queues.saved']);
  expect(server.queues[0]?.rules).toMatchObject({ choose: 'best-skill', wrapUpSeconds: 30 });
});

test('what others change stands there at once, without being asked for again; what is older than what is shown does not', async () => {
  const { page, server } = await opens({}, 'queues/operators');
  await says(page, uk['rule.choose.longest-idle']);
  const asked = server.asked;
  server.changedByAnother('operators', { choose: 'best-skill' });
  const [queue] = server.queues;
  const skills = server.skills.find(({ name }) => name === 'Тарас Бойчук');
  if (!queue || !skills) throw new Error('there is nothing to change');
  bench.server.send({ type: 'queue-held', queue });
  await says(page, uk['rule.choose.best-skill']);
  await page.getByText('Тарас Коваль').first().waitFor();
  bench.server.send({ type: 'queue-held', queue: { ...queue, rules: queue.ofCompany, version: 0 } });
  const levels = { ...skills.levels, uk: 1 };
  bench.server.send({ type: 'skills-held', skills: { ...skills, levels, version: 9 } });
  const level = page.getByRole('combobox', { name: 'Тарас Бойчук: Українська' });
  await expect.poll(() => level.inputValue()).toBe('1');
  await says(page, uk['rule.choose.best-skill']);
  expect(server.asked).toBe(asked);

  // Whatever came while the link was cut is asked for.
  bench.server.cut(true);
  await bench.server.refuses();
  server.changedByAnother('operators', { choose: 'all-at-once' });
  bench.server.cut(false);
  await says(page, uk['rule.choose.all-at-once']);
});

test('a level is chosen by its digit; several quick ones of an operator are all kept; it is taken back', async () => {
  const { page, server } = await opens({});
  const level = (skill: string) => page.getByRole('combobox', { name: `Тарас Бойчук: ${skill}` });
  const release = server.hold();
  await level('Диспетчери').focus();
  await page.keyboard.press('0');
  await level('Англійська').focus();
  await page.keyboard.press('3');
  expect(await level('Диспетчери').inputValue()).toBe('0');
  release();
  await says(page, uk['skills.saved'].replace('{operator}', 'Тарас Бойчук'));
  expect(server.sent.map(({ body }) => body)).toMatchObject([
    { version: 0, levels: { operators: 0, en: 2 } },
    { version: 1, levels: { operators: 0, emergency: 3, en: 3 } },
  ]);
  expect(await level('Диспетчери').inputValue()).toBe('0');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Навички як у файлі компанії: Тарас Бойчук' }).click();
  await expect.poll(() => level('Диспетчери').inputValue()).toBe('2');
  expect(server.sent.at(-1)?.body).toMatchObject({ levels: null });

  const other = server.skills[1];
  if (other) Object.assign(other, { levels: { ...other.levels, uk: 1 }, version: other.version + 1 });
  await level('Диспетчери').selectOption('3');
  await says(page, uk['failure.changed-meanwhile']);
  await expect.poll(() => level('Українська').inputValue()).toBe('1');
  expect(await level('Диспетчери').inputValue()).toBe('2');
});

test('while nothing can be loaded it is said, and trying again mends it', async () => {
  const { page } = await bench.open();
  const server = await fakeQueues(page);
  server.fail(true);
  await page.goto(`${bench.server.address}/?rawaudio#/queues`);
  await says(page, uk['queues.failed']);
  await says(page, uk['failure.busy']);
  expect(await faults(page)).toEqual([]);
  server.fail(false);
  await button(page, 'app.try-again').click();
  await page.getByRole('link', { name: 'Аварійна служба' }).waitFor();
});
