import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import type { DeskPage } from './desk-page.ts';
import { callsForAPerson, type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears } from './voices.ts';

/** The wall over a real floor: what a supervisor sees on it, and what comes of what he does there. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** A supervisor at the wall, whose phone is there, too. */
async function atTheWall(): Promise<DeskPage> {
  const natalia = await floor.desk('supervisor');
  await natalia.logsIn();
  await natalia.hasAPhone();
  await natalia.page.keyboard.press('Alt+Digit0');
  await natalia.page.getByTestId('wall-lines').waitFor();
  return natalia;
}
const callers = (page: Page): Locator => page.getByRole('listbox', { name: uk['wall.waiting'] });
const operators = (page: Page): Locator => page.getByRole('listbox', { name: uk['wall.operators'] });
async function nameOf(login: string): Promise<string> {
  const { name } = await floor.world.db('operators').where({ login }).first('name');
  return String(name);
}

test('who waits is sent to an operator who talks, by the keyboard alone; she gets him next, and her pause after him', async () => {
  const { operator1, resident, neighbour } = floor.voices;
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  const first = await callsForAPerson(floor, knownNumbers.one, resident);
  await irina.rings();
  await irina.answers();
  await hears(first, operator1);
  const natalia = await atTheWall();
  const { page } = natalia;
  const name = await nameOf('operator1');
  await operators(page)
    .getByRole('option', { name: `${name} ${uk['state.talking']}` })
    .waitFor();

  const second = await callsForAPerson(floor, '+380671119901', neighbour);
  await callers(page).getByRole('option').waitFor();
  await second.hearsMusic();
  await callers(page).focus();
  await page.keyboard.press('KeyM');
  await page.getByRole('combobox').fill(name);
  await page.keyboard.press('Enter');
  await callers(page).getByText(`для ${name}`).waitFor();
  await second.hearsMusic();

  await operators(page).focus();
  await operators(page).getByRole('option', { name }).click();
  await page.keyboard.press('KeyP');
  const after = irina.page.getByText(`далі: ${uk['pause.supervisor']}`);
  await after.waitFor();
  await page.keyboard.press('KeyR');
  await after.waitFor({ state: 'detached' });

  await irina.endsTheCall();
  await first.ended();
  await irina.isDone('2', 'ringing');
  await irina.answers();
  await Promise.all([hears(second, operator1), hears(irina, neighbour)]);
  await page.keyboard.press('KeyP');
  await after.waitFor();
  await irina.endsTheCall();
  await second.ended();
  await irina.isNow('paused', 12_000);
  await irina.page
    .getByTestId('standby')
    .getByText(await nameOf('supervisor'))
    .waitFor();
  await nothingLeft(floor.world);
});

/** The clocks of the pages go ahead by so much, until they are told otherwise. */
const goesAhead = ({ page }: Pick<DeskPage, 'page'>, minutes: number): Promise<void> =>
  page.evaluate(
    `window.realNow ??= performance.now.bind(performance); performance.now = () => realNow() + ${minutes * 60_000};`,
  );

/** A break may last 15 minutes: when it is over, the operator and the supervisor see that, and nobody is put back to work. */
async function isSeenWhenItIsTooLong(irina: DeskPage, wall: Page): Promise<void> {
  const onHerDesk = irina.page.getByText(uk['presence.over'].replace('{length}', '15\u00a0хв'));
  const onTheWall = operators(wall)
    .getByRole('option', { name: await nameOf('operator1') })
    .getByText(uk['wall.over'].replace('{length}', '15\u00a0хв'));
  await Promise.all([goesAhead(irina, 14), goesAhead({ page: wall }, 14)]);
  await operators(wall).getByText('14:').first().waitFor();
  expect([await onHerDesk.count(), await onTheWall.count()]).toEqual([0, 0]);
  await Promise.all([goesAhead(irina, 16), goesAhead({ page: wall }, 16)]);
  await Promise.all([onHerDesk.waitFor(), onTheWall.waitFor()]);
  await irina.isNow('paused');
  await Promise.all([goesAhead(irina, 0), goesAhead({ page: wall }, 0)]);
  await Promise.all([onHerDesk, onTheWall].map((one) => one.waitFor({ state: 'detached' })));
}

async function writesToAll(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Alt+KeyI');
  await page.getByRole('combobox', { name: uk['messages.to'] }).selectOption('all');
  await page.getByRole('textbox', { name: uk['messages.text'] }).fill(text);
  await page.keyboard.press('Enter');
  await page.getByTestId('message').first().waitFor();
  await page.keyboard.press('Escape');
  const lines = () => floor.world.db('floor_changes').where({ kind: 'message' }).pluck('id');
  expect(await lines()).toHaveLength(1);
}

test('a pause that lasts too long is seen on the desk and on the wall; a message to all is on each desk, and a line in the log; who did not wait is on the wall until he is called, but while he calls himself; the figures are those of the Figures screen', async () => {
  const natalia = await atTheWall();
  const { page } = natalia;
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  await irina.page.keyboard.press('Alt+KeyR');
  await irina.isNow('paused');
  await isSeenWhenItIsTooLong(irina, page);
  await writesToAll(page, 'О 16:00 навчання');
  await irina.page.getByText(`${await nameOf('supervisor')}: О 16:00 навчання`).waitFor();
  const number = '+380671119902';
  const call = await callsForAPerson(floor, number);
  // Whoever hangs up within five seconds did not mean it.
  await callers(page)
    .getByText(/00:0[6-9]/)
    .waitFor();
  await call.hangsUp();
  const lost = page.getByTestId('wall-lost');
  await lost.getByText('+380 67 111-99-02').waitFor();
  await page.getByTestId('wall-abandoned').filter({ hasText: '1' }).waitFor();
  // Nobody is to call him while he calls himself; he does not mean it this time, and is to be called as before.
  const again = await callsForAPerson(floor, number);
  await callers(page).getByRole('option').waitFor();
  await lost.waitFor({ state: 'detached' });
  await again.hangsUp();
  await lost.getByText('+380 67 111-99-02').waitFor();

  const shown = await Promise.all(
    ['wall-abandoned', 'wall-level', 'wall-answer'].map((id) => page.getByTestId(id).innerText()),
  );
  await page.getByRole('link', { name: uk['nav.figures'] }).click();
  const all = page.locator('tr[data-row=all]').first();
  await all.waitFor();
  const [abandoned, level, answer] = await Promise.all(
    ['figures.abandoned-later', 'figures.level', 'figures.mean'].map(async (key) => {
      const heads = await all.locator('xpath=../../thead/tr[2]/th').allInnerTexts();
      return all
        .locator('td')
        .nth(heads.indexOf(uk[key as keyof typeof uk]))
        .innerText();
    }),
  );
  expect(abandoned).toBe(shown[0]);
  expect(level).toBe(shown[1]);
  // The wall's clock has two digits for minutes.
  expect(answer?.replace(/^\d:/, '0$&')).toBe(shown[2]);

  await page.goBack();
  const resident = floor.world.town.resident(number);
  resident.doesNotAnswer();
  const rung = resident.isCalled();
  await lost.getByRole('button', { name: 'Подзвонити +380 67 111-99-02' }).click();
  const ringing = await rung;
  await ringing.answers();
  await natalia.isNow('talking');
  await page.keyboard.press('Alt+Digit0');
  await lost.waitFor({ state: 'detached' });
  await ringing.hangsUp();
});
