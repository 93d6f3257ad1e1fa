import { expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** What is typed into forms, and what comes of it. */
const desk = deskOfEachTest();

const go = (place: string) => desk.page.evaluate(`location.hash = '#/${place}'`);
const field = (name: keyof typeof uk) => desk.page.getByLabel(uk[name]);

test('a call that rings leads away from a form; back at it everything typed is there, until it is sent', async () => {
  await go('breakdowns/new');
  await field('breakdowns.comment.hint').fill('Шукаємо, де тече');
  await go('breakdowns/announce');
  await field('announcements.text.uk').fill('Води не буде до вечора.');
  await go('requests/1');
  await field('requests.comment').fill('Майстер приїде о третій');
  await field('requests.change.to').selectOption('done');
  desk.server.call(fake.deskCall('one'));
  await desk.page.getByTestId('ringing').waitFor();
  expect(await desk.page.evaluate('location.hash')).toBe('#/desk');
  desk.server.call(null);

  await go('requests/1');
  expect(await field('requests.comment').inputValue()).toBe('Майстер приїде о третій');
  await desk.page.getByRole('button', { name: uk['request.save'] }).click();
  await desk.page.getByText(uk['requests.changed']).waitFor();
  await go('requests/2');
  await go('requests/1');
  await desk.page.getByRole('heading', { name: uk['requests.history'] }).waitFor();
  expect(await field('requests.comment').inputValue()).toBe('');
  await desk.page.reload();
  await go('breakdowns/announce');
  expect(await field('announcements.text.uk').inputValue()).toBe('Води не буде до вечора.');
  await go('breakdowns/new');
  expect(await field('breakdowns.comment.hint').inputValue()).toBe('Шукаємо, де тече');
});

test('an incident that is opened again because no answer came has the same key, and the next one another', async () => {
  const keys: string[] = [];
  await desk.page.route('**/api/incidents', (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().postDataJSON().deskKey);
    return keys.length === 1 ? route.abort() : route.fulfill({ json: fake.incidents[0] });
  });
  const open = desk.page.getByRole('button', { name: uk['breakdowns.open'] });
  const fill = async () => {
    await go('breakdowns/new');
    await field('breakdowns.kind').selectOption('no-heat');
    await field('breakdowns.buildings.find').fill('Січова');
    await desk.page.getByRole('group').getByRole('listitem').getByRole('button').first().click();
  };
  await fill();
  await open.click();
  await expect.poll(() => keys.length).toBe(1);
  await desk.page.reload();
  await open.click();
  await desk.page.getByText(uk['breakdowns.opened']).waitFor();
  await expect.poll(() => desk.page.evaluate('location.hash')).toMatch(/breakdowns\/\d+/);
  await fill();
  // Of what begins that late nobody who calls hears yet.
  await field('breakdowns.since').fill('1.2.2099 9:00');
  await open.click();
  await desk.page.getByText(uk['breakdowns.opened.ahead']).waitFor();
  await expect.poll(() => keys.length).toBe(3);
  expect(keys).toEqual([keys[0], keys[0], expect.stringMatching(/^[\da-f]{32}$/)]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('so does an announcement: callers do not hear it twice; who goes elsewhere while it is saved stays there', async () => {
  const keys: string[] = [];
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await desk.page.route('**/api/announcements', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().postDataJSON().deskKey);
    if (keys.length === 1) return route.abort();
    if (keys.length === 3) await answered;
    return route.fulfill({ json: fake.announcements[0] });
  });
  const announce = desk.page.getByRole('button', { name: uk['announcements.announce'] });
  const fill = async () => {
    await go('breakdowns/announce');
    await field('announcements.text.uk').fill('Води не буде до вечора.');
  };
  await fill();
  await announce.click();
  await expect.poll(() => keys.length).toBe(1);
  await announce.click();
  const set = desk.page.getByText(uk['announcements.set']);
  await set.waitFor();
  await field('announcements.text.uk').waitFor({ state: 'detached' });
  const notices = desk.page.locator('.notice').getByRole('button', { name: uk['app.close'] });
  while ((await notices.count()) > 0) await notices.first().click();
  await fill();
  await announce.click();
  await expect.poll(() => keys.length).toBe(3);
  expect(keys).toEqual([keys[0], keys[0], expect.stringMatching(/^[\da-f]{32}$/)]);
  expect(keys[2]).not.toBe(keys[0]);
  await go('calls');
  const calls = desk.page.getByRole('heading', { name: uk['calls.title'] });
  await calls.waitFor();
  answer();
  await set.waitFor();
  expect(await calls.isVisible()).toBe(true);
});

test('a request that is being saved while another screen is opened is saved once, and told', async () => {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let sent = 0;
  await desk.page.route('**/api/requests', async (route) => {
    if (route.request().method() !== 'POST') return await route.continue();
    sent += 1;
    await answered;
    await route.continue();
  });
  desk.server.call(fake.deskCall('one', 'talking', 'slow-1'));
  await desk.page.locator('[data-call-id=slow-1]').waitFor();
  await desk.page.keyboard.press('Alt+KeyN');
  await desk.page.keyboard.type('ліфті');
  await desk.page.keyboard.press('Enter');
  await field('request.text').fill('Стоїть між поверхами');
  await desk.page.keyboard.press('Control+Enter');
  const saving = desk.page.getByRole('button', { name: uk['request.saving'] });
  await saving.waitFor();
  await go('calls');
  await desk.page.getByRole('heading', { name: uk['calls.title'] }).waitFor();
  await go('desk');
  await field('request.text').press('Control+Enter');
  expect(await saving.isDisabled()).toBe(true);
  await go('calls');
  await desk.page.getByRole('heading', { name: uk['calls.title'] }).waitFor();
  answer();
  await desk.page.getByText(/^Заявку .*записано/).waitFor();
  await go('desk');
  await desk.page.getByRole('list', { name: uk['request.written'] }).getByRole('link').waitFor();
  expect(await field('request.text').inputValue()).toBe('');
  expect(await desk.page.getByText(uk['failure.unexpected']).count()).toBe(0);
  expect(sent).toBe(1);
});

test('Enter in the search for buildings adds the one that was meant, and opens no breakdown', async () => {
  const sent: unknown[] = [];
  await desk.page.route('**/api/incidents', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent.push(route.request().postDataJSON().buildingIds);
    return route.fulfill({ json: fake.incidents[0] });
  });
  await go('breakdowns/new');
  await field('breakdowns.kind').selectOption('no-heat');
  const search = desk.page.getByRole('searchbox', { name: uk['breakdowns.buildings.find'] });
  await search.fill('незал 14а');
  await search.press('Enter');
  await desk.page.getByText('Додано: Незалежності 14а').waitFor();
  expect(await search.inputValue()).toBe('');
  await search.fill('незал');
  await search.press('Enter');
  await desk.page.getByRole('button', { name: 'Незалежності 12', exact: true }).waitFor();
  await search.fill('незал 12');
  await search.press('Enter');
  await desk.page.getByText('Додано: Незалежності 12').waitFor();
  await desk.page.getByRole('button', { name: uk['breakdowns.open'] }).click();
  await desk.page.getByText(uk['breakdowns.opened']).waitFor();
  expect(sent).toEqual([[2, 1]]);
});

test('a day is typed and shown as the desk’s language writes it, whatever the browser’s own is, and a day that is none is told', async () => {
  await go('requests');
  const created = desk.page.getByRole('group', { name: uk['request.created'] });
  const first = created.getByLabel(uk['figures.first']);
  const asked = desk.page.waitForRequest(/\/api\/requests\?.*from=2026-04-02T21/);
  await first.fill('3.4.26');
  await first.press('Tab');
  await asked;
  expect(await first.inputValue()).toBe('03.04.2026');
  expect(await desk.page.evaluate('location.hash')).toContain('first=2026-04-03');
  await first.fill('31.4.2026');
  await first.press('Tab');
  expect(await first.getAttribute('aria-invalid')).toBe('true');
  expect(await first.inputValue()).toBe('31.4.2026');
});

test('a call that rings while something is typed says which key answers it then', async () => {
  await desk.page.getByRole('searchbox', { name: uk['who.find'] }).fill('Добро');
  await desk.page.getByRole('button', { name: /Добровольська/ }).click();
  await field('request.text').fill('Тече');
  desk.server.call(fake.deskCall('one'));
  const answer = desk.page.getByTestId('ringing').getByRole('button', { name: uk['call.answer'] });
  await answer.getByText('Ctrl+Enter').waitFor();
  await field('request.text').blur();
  await answer.getByText('Enter', { exact: true }).waitFor();
});
