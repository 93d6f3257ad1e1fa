import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import type { DeskPage } from './desk-page.ts';
import { type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears } from './voices.ts';

/** Two operators in real browsers call each other; who hears whom is told by the sound. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** Irina calls Roman from the palette; his desk rings. */
async function calls() {
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  const roman = await floor.desk('operator2');
  await roman.logsIn();
  await roman.hasAPhone();
  const { name } = await floor.world.db('operators').where({ login: 'operator2' }).first('name');
  const { page } = irina;
  const entry = uk['colleague.call'].replace('{who}', name);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: uk['palette.title'] }).fill(name);
  await page.getByRole('option', { name: entry }).waitFor();
  await page.keyboard.press('Enter');
  await roman.rings();
  expect(await roman.ringing.innerText()).toContain(uk['colleague.calls']);
  return { irina, roman };
}

async function talk() {
  const { irina, roman } = await calls();
  await roman.phoneRings();
  await roman.page.keyboard.press('Enter');
  const { operator1, operator2 } = floor.voices;
  await Promise.all([hears(irina, operator2), hears(roman, operator1)]);
  return { irina, roman };
}

async function bothAreBack(irina: DeskPage, roman: DeskPage): Promise<void> {
  await Promise.all([irina.isClear(), roman.isClear()]);
  await Promise.all([irina.isNow('ready'), roman.isNow('paused')]);
  await nothingLeft(floor.world);
}

test('Enter answers, both hear each other, and after it both are where they were, with nothing to wrap up', async () => {
  const { irina, roman } = await talk();
  await Promise.all([irina.isNow('internal'), roman.isNow('internal')]);
  for (const button of ['call.hold', 'call.transfer', 'call.record-off'] as const)
    expect(await roman.button(button).count()).toBe(0);
  await roman.endsTheCall();
  await bothAreBack(irina, roman);
});

test('one who rejects lets the other one know', async () => {
  const { irina, roman } = await calls();
  await roman.rejects();
  await irina.shows('colleague.not-reached');
  await bothAreBack(irina, roman);
});

test('a tab that is killed, or a page that is reloaded, leaves nobody in it', async () => {
  const { irina, roman } = await talk();
  await irina.reloads();
  await irina.hasAPhone();
  await bothAreBack(irina, roman);
  const again = await talk();
  await again.roman.isKilled();
  await again.irina.isClear(10_000);
  await again.irina.isNow('ready');
  await floor.isNow('operator2', 'offline', 30_000);
  await nothingLeft(floor.world);
});
