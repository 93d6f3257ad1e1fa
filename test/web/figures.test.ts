import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people, type TestDesk, testDesk } from '../../agent-desk/server/fakes/testing.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { buildDesk, builtDesk } from '../../cli/parts/desk-build.ts';
import { appendSteps } from '../../db/queries/append-steps.ts';
import { insertCall } from '../../db/queries/calls.ts';
import { appendOperatorEvents } from '../../db/queries/operator-events.ts';
import type { OperatorState, StepData } from '../../events.ts';
import type { TakenPage } from './browsers.ts';
import { takeLook } from './desk-bench.ts';
import { wrongInAnyLook } from './looks.ts';

/** The desk on its real server, over a real database: a figure, and the calls that it leads to. */
let desk: TestDesk;
let taken: TakenPage | undefined;
beforeAll(async () => {
  await buildDesk();
  desk = await testDesk({ deskFolder: builtDesk });
  await callsOfToday();
  await halfAMinuteOfWork();
});
afterAll(async () => {
  await taken?.leave();
  await desk?.close();
});

const waiting: StepData = { kind: 'waiting', queue: 'main', position: 1 };
const ended = (result: 'talked' | 'abandoned'): StepData => ({
  ...{ kind: 'ended', result, reason: 'caller-hung-up' },
});

/** Two were answered in time, two too late, one gave up after 12 s and one at once; each by the end of his number. */
async function callsOfToday(): Promise<void> {
  const { id: operatorId } = desk.operators.olha;
  const answered = (waitMs: number): [number, StepData][] => [
    [0, waiting],
    [0, { kind: 'told-wait', position: 1, estimateMs: 15_000 }],
    [waitMs, { kind: 'connected', operatorId, waitMs }],
    [95_000, { kind: 'left-operator', operatorId, talkMs: 95_000 }],
    [0, ended('talked')],
  ];
  const gaveUp = (waitMs: number): [number, StepData][] => [
    [0, waiting],
    [waitMs, ended('abandoned')],
  ];
  const stories = [
    answered(4_000),
    answered(18_000),
    answered(25_000),
    answered(70_000),
    gaveUp(12_000),
    gaveUp(2_000),
  ];
  for (const [index, story] of stories.entries()) {
    const call = { id: `n1-${index}`, node: 'n1', direction: 'in', hotline: '750-600' } as const;
    const arrivedAt = new Date();
    await insertCall(desk.db, { ...call, number: `+38050111000${index}`, arrivedAt });
    let atMs = arrivedAt.getTime();
    for (const [afterMs, step] of story) {
      atMs += afterMs;
      await appendSteps(desk.db, [{ ...step, callId: call.id, at: new Date(atMs) }]);
    }
  }
}

/** Ready for 30 s, and then busy for 10 s. */
async function halfAMinuteOfWork(): Promise<void> {
  const since = (state: OperatorState, agoMs: number) => ({
    ...{ operatorId: desk.operators.olha.id, state, at: new Date(Date.now() - agoMs) },
    ...{ reason: null, callId: null, setBy: null, afterwards: null },
  });
  await appendOperatorEvents(desk.db, [
    since('ready', 40_000),
    since('talking', 10_000),
    since('offline', 0),
  ]);
}

async function logIn(): Promise<Page> {
  await taken?.leave();
  taken = await takeLook({});
  const { page } = taken;
  await page.goto(`${desk.url}/#/figures`);
  await page.locator('input').first().fill(people.petro.login);
  await page.locator('input[type=password]').fill(people.petro.password);
  await page.keyboard.press('Enter');
  return page;
}

/** The calls that the screen lists, by the end of their numbers. */
async function listed(page: Page): Promise<string[]> {
  await page.locator('.pane tbody tr').first().waitFor();
  const links = await page.locator('.pane tbody a').allInnerTexts();
  return links.map((text) => text.slice(-1)).toSorted();
}

test('a supervisor opens a figure and sees the calls behind it, on a telephone as well', async () => {
  const page = await logIn();
  const figure = (name: string, of = 'Головна') =>
    page.getByRole('link', { name: `, ${name}, ${of}`, exact: false });
  await figure(uk['figures.late']).waitFor();
  expect(await figure(uk['figures.came']).innerText()).toBe('6');
  expect(await figure(uk['figures.level']).innerText()).toMatch(/^40\s?%$/);
  expect(await figure(uk['figures.longest-wait']).innerText()).toBe('1:10');
  // 15 s was told: that was wrong by 3, 10, 11 and 55 s.
  expect(await figure(uk['figures.told-error']).innerText()).toBe('0:10');
  expect(await figure(uk['figures.occupancy'], people.olha.name).innerText()).toMatch(/^25\s?%$/);
  expect(await wrongInAnyLook(page)).toEqual([]);

  for (const [name, calls] of [
    ['figures.late', ['2', '3']],
    ['figures.level', ['0', '1', '2', '3', '4']],
    ['figures.longest-wait', ['3']],
    ['figures.abandoned-early', ['5']],
    ['figures.told-error', ['0', '1', '2', '3']],
    ['figures.occupancy', ['0', '1', '2', '3']],
  ] as const) {
    await figure(uk[name], name === 'figures.occupancy' ? people.olha.name : undefined).click();
    await page.getByTestId('chosen-by').waitFor();
    expect({ name, calls: await listed(page) }).toEqual({ name, calls: [...calls] });
    await page.goBack();
  }
  await page.setViewportSize({ width: 390, height: 900 });
  await figure(uk['figures.late']).click();
  await page.getByTestId('chosen-by').waitFor();
  expect(await listed(page)).toEqual(['2', '3']);
  expect(await wrongInAnyLook(page)).toEqual([]);
});

test('calls are found by two things of one name, and by other days than those of their figure', async () => {
  const page = await logIn();
  await page.getByRole('link', { name: `, ${uk['figures.late']}, Головна` }).click();
  const days = [uk['figures.first'], uk['figures.last']].map((name) =>
    page.getByLabel(name, { exact: true }),
  );
  const [first, last] = days as [Locator, Locator];
  await expect.poll(() => first.inputValue()).toMatch(/\d{4}$/);
  expect(await last.inputValue()).toBe(await first.inputValue());
  expect(await listed(page)).toEqual(['2', '3']);
  await first.fill('01.01.2020');
  await last.fill('02.01.2020');
  await page.getByText(uk['calls.none.found']).waitFor();
  expect(page.url()).toContain('first=2020-01-01&last=2020-01-02');

  // Neither is in the company file: both are shown as they are called there.
  await page.goto(`${desk.url}/#/calls?queue=same&disposition=same`);
  await page.reload();
  await expect
    .poll(() => page.getByTestId('chosen-by').locator('li').allInnerTexts())
    .toEqual(['same', 'same']);
});

test('what is chosen stands in the address, and is there again after a refresh', async () => {
  const page = await logIn();
  await page.getByText(uk['figures.period.yesterday']).click();
  await page.getByText(uk['figures.none']).waitFor();
  expect(page.url()).toContain('period=yesterday');
  await page.reload();
  await page.getByText(uk['figures.none']).waitFor();
  await page.getByText(uk['figures.period.days']).click();
  await page.getByLabel(uk['figures.first'], { exact: true }).fill('2020-01-01');
  await page.getByText(uk['figures.days.wrong']).waitFor();
});

test('who gave up stands among what is of everybody, and not among one’s own calls', async () => {
  const page = await logIn();
  const [ofAll, own] = [page.locator('footer dl').first(), page.locator('footer dl').last()];
  const lost = new RegExp(`${uk['figures.abandoned']}\\s*\\d+$`);
  await ofAll.filter({ hasText: lost }).waitFor();
  expect(await own.locator('dt').allInnerTexts()).toEqual([uk['figures.mine'], uk['figures.average']]);
});

test('figures that cannot be loaded are said to be so, and are tried again', async () => {
  const page = await logIn();
  await page.getByRole('heading', { name: uk['figures.queues'] }).waitFor();
  await page.route('**/api/figures*', (route) =>
    route.fulfill({ status: 500, json: { code: 'unexpected', message: '' } }),
  );
  await page.getByText(uk['figures.period.week']).click();
  await page.getByText(uk['figures.failed']).waitFor();
  await page.unroute('**/api/figures*');
  await page.getByRole('button', { name: uk['app.try-again'] }).click();
  await page.getByRole('heading', { name: uk['figures.queues'] }).waitFor();
});
