import { expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** What is looked for, and what stands there by itself when it has changed. */
const desk = deskOfEachTest();

const go = (place: string) => desk.page.evaluate(`location.hash = '#/${place}'`);
const shows = (name: string) => desk.page.getByTestId('resident-name').filter({ hasText: name }).waitFor();
const field = (name: keyof typeof uk) => desk.page.getByLabel(uk[name]);

test('a breakdown and an announcement that callers do not hear, since the company file has changed, are marked', async () => {
  await go('breakdowns');
  await desk.page.getByRole('heading', { name: uk['announcements.title'] }).waitFor();
  const marks = desk.page
    .getByText(uk['announcements.unheard'])
    .or(desk.page.getByText(uk['breakdowns.state.unheard'], { exact: true }));
  expect(await marks.count()).toBe(0);
  desk.server.company({ hotlines: [], incidentKinds: [] });
  await desk.page.reload();
  await desk.page.getByText(uk['announcements.unheard']).first().waitFor();
  await desk.page.getByText(uk['breakdowns.state.unheard'], { exact: true }).first().waitFor();
  const { id } = fake.incidents.find(({ closedAt }) => closedAt === null) ?? { id: 0 };
  await go(`breakdowns/${id}`);
  await desk.page.getByText(uk['breakdowns.unheard.hint']).waitFor();
});

test('the search finds requests; Enter takes what was meant, though the answer is not there yet', async () => {
  const { number } = fake.requests[0] ?? { number: '' };
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type(number);
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('heading', { name: number }).waitFor();
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type('Ко');
  await desk.page
    .getByRole('option', { name: /Коваленко/ })
    .first()
    .waitFor();
  await desk.page.keyboard.press('Control+a');
  await desk.page.keyboard.type('Добровольська');
  await desk.page.keyboard.press('Enter');
  await shows('Добровольська-Кшижановська');
  // An account is no telephone, though it looks like one.
  const [known] = fake.residents;
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type(known?.account.number ?? '');
  await desk.page.keyboard.press('Enter');
  await shows(known?.name ?? '');
  expect(desk.server.heard.filter((one) => one.startsWith('call '))).toEqual([]);
});

test('the register is narrowed, taken as a file that is narrowed in the same way, and all there again', async () => {
  await go('requests');
  const file = desk.page.getByRole('link', { name: uk['requests.file'] });
  expect(await file.getAttribute('href')).toBe('/api/requests.csv?language=uk');
  const asked = desk.page.waitForRequest(/\/api\/requests\?.*status=overdue.*from=/);
  await field('request.status').selectOption('overdue');
  await desk.page
    .getByRole('group', { name: uk['request.created'] })
    .getByLabel(uk['figures.first'])
    .fill('2026-11-01');
  const { search } = new URL((await asked).url());
  expect(await file.getAttribute('href')).toBe(`/api/requests.csv${search}&language=uk`);
  await desk.page.reload();
  expect(await field('request.status').inputValue()).toBe('overdue');
  await desk.page.getByRole('button', { name: uk['app.filters.clear'] }).click();
  await desk.page.getByRole('link', { name: fake.requests[0]?.number }).waitFor();
  expect(await desk.page.evaluate('location.hash')).toBe('#/requests');
});

test('calls of whatever day are looked for at the server, and those of today are a click away', async () => {
  await go('calls');
  await desk.page.getByRole('heading', { name: uk['calls.title'] }).waitFor();
  const asked = desk.page.waitForRequest(/\/api\/calls\?.*search=.*&lastedSeconds=180/);
  await desk.page.getByRole('searchbox', { name: uk['calls.search'] }).fill('Шевчук');
  await desk.page.getByRole('heading', { name: uk['calls.found'] }).waitFor();
  await field('calls.length').selectOption('180');
  expect(new URL((await asked).url()).searchParams.get('search')).toBe('Шевчук');
  await desk.page.getByRole('link', { name: uk['calls.found.all'] }).click();
  await desk.page.getByRole('heading', { name: uk['calls.title'] }).waitFor();
});

test('a recording can be played as soon as it is finished, in details that were open while the call went on', async () => {
  const call = fake.calls.find(({ endedAt, answeredAt }) => endedAt === null && answeredAt !== null);
  if (!call) throw new Error('no call goes on');
  const ended = { ...call, endedAt: new Date().toISOString(), result: 'talked' as const };
  let shown = fake.callDetails(call);
  const { recordings } = shown;
  await desk.page.route(`**/api/calls/${call.id}`, (route) => route.fulfill({ json: shown }));
  await go(`calls/${call.id}`);
  await desk.page.getByText(uk['player.recording']).waitFor();
  shown = { ...fake.callDetails(ended), recordings };
  const readAgain = desk.page.waitForResponse(`**/api/calls/${call.id}`);
  desk.server.send({ type: 'call', call: ended });
  await readAgain;
  await desk.page.getByText(uk['player.recording']).waitFor();
  const listened = { operatorId: 2, at: new Date().toISOString(), what: 'recording' as const };
  shown = { ...fake.callDetails(ended), listens: [listened] };
  desk.server.send({ type: 'recording', callId: call.id });
  await desk.page.getByRole('button', { name: uk['player.play'] }).waitFor();
  const name = fake.deskState('').colleagues.find(({ id }) => id === 2)?.name ?? '';
  await desk.page.getByText(uk['calls.listened'].replace('{who}', name)).waitFor();
});

test('what could not be loaded is there by itself when the server is back', async () => {
  await desk.page.route('**/api/requests', (route) => route.abort());
  await go('requests');
  await desk.page.getByText(uk['requests.failed.all']).waitFor();
  desk.server.cut(true);
  await desk.page.getByText(uk['link.lost']).waitFor();
  await desk.page.unroute('**/api/requests');
  desk.server.cut(false);
  await desk.page.getByRole('link', { name: fake.requests[0]?.number }).waitFor();
});

test('a session that is over leads to the log-in; in a talk when that has ended', async () => {
  const over = { status: 401, json: { code: 'session.none', message: 'Log in first.' } };
  await desk.page.route('**/api/requests', (route) => route.fulfill(over));
  desk.server.call(fake.deskCall('one', 'talking', 'call-over'));
  await desk.page.locator('[data-call-id=call-over]').waitFor();
  await desk.page.getByLabel(uk['request.category']).fill('Протікає');
  await desk.page.getByLabel(uk['request.text']).fill('Тече стояк');
  await desk.page.keyboard.press('Control+Enter');
  await desk.page.getByText(uk['failure.session']).waitFor();
  expect(await desk.page.getByLabel(uk['request.text']).inputValue()).toBe('Тече стояк');
  desk.server.call(null);
  await desk.page.getByText(uk['login.revoked']).waitFor();
});
