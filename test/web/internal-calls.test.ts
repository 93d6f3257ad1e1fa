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

/** Irina is ready; Roman is there. */
async function desks() {
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  const roman = await floor.desk('operator2');
  await roman.logsIn();
  await roman.hasAPhone();
  return { irina, roman };
}

/** Irina calls Roman from the palette; his desk rings. */
async function calls(irina: DeskPage, roman: DeskPage): Promise<void> {
  const { name } = await floor.world.db('operators').where({ login: 'operator2' }).first('name');
  const { page } = irina;
  const entry = uk['colleague.call'].replace('{who}', name);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: uk['palette.title'] }).fill(name);
  await page.getByRole('option', { name: entry }).waitFor();
  await page.keyboard.press('Enter');
  await roman.rings();
  expect(await roman.ringing.innerText()).toContain(uk['colleague.calls']);
}

async function talk(irina: DeskPage, roman: DeskPage): Promise<void> {
  await calls(irina, roman);
  await roman.phoneRings();
  await roman.page.keyboard.press('Enter');
  const { operator1, operator2 } = floor.voices;
  await Promise.all([hears(irina, operator2), hears(roman, operator1)]);
}

async function bothAreBack(irina: DeskPage, roman: DeskPage): Promise<void> {
  await Promise.all([irina.isClear(), roman.isClear()]);
  await Promise.all([irina.isNow('ready'), roman.isNow('paused')]);
  await nothingLeft(floor.world);
}

test('Enter answers, both hear each other, and after it both are where they were, with nothing to wrap up', async () => {
  const { irina, roman } = await desks();
  await talk(irina, roman);
  await Promise.all([irina.isNow('internal'), roman.isNow('internal')]);
  for (const button of ['call.hold', 'call.transfer', 'call.record-off'] as const)
    expect(await roman.button(button).count()).toBe(0);
  await roman.endsTheCall();
  await bothAreBack(irina, roman);
});

test('one who rejects lets the other one know; a tab that is killed, or a page that is reloaded, leaves nobody in it', async () => {
  const { irina, roman } = await desks();
  await calls(irina, roman);
  await roman.rejects();
  await irina.shows('colleague.not-reached');
  await bothAreBack(irina, roman);
  await talk(irina, roman);
  await irina.reloads();
  await irina.hasAPhone();
  await bothAreBack(irina, roman);
  await talk(irina, roman);
  await roman.isKilled();
  await irina.isClear(10_000);
  await irina.isNow('ready');
  await nothingLeft(floor.world);
});
