import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskPage } from './desk-page.ts';
import { type Floor, startFloor } from './floor.ts';
import { hears } from './voices.ts';

/** Calls that an operator makes from a real browser. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});

afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** Types a number into the palette, and takes what it offers first. */
async function calls({ page }: DeskPage, number: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: uk['palette.title'] }).fill(number);
  await page.getByRole('option', { name: number }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** The operator has logged in, and is not ready. */
async function begins(): Promise<DeskPage> {
  const desk = await floor.desk('operator1');
  await desk.logsIn();
  await desk.hasAPhone();
  return desk;
}

/** She calls a resident whom we know, whose telephone rings. */
async function callsOlena(desk: DeskPage): Promise<TownCall> {
  const resident = floor.world.town.resident(knownNumbers.one);
  resident.doesNotAnswer();
  const rings = resident.isCalled();
  await calls(desk, knownNumbers.one);
  return rings;
}

test('a number is typed into the palette, and called; the browser picks up by itself, the card is there, both hear each other', async () => {
  const { operator1, resident: voice } = floor.voices;
  const desk = await begins();
  const called = await callsOlena(desk);
  expect(called.farNumber).toBe('750600');
  await desk.shows('call.dialling');
  await expect.poll(() => desk.card.innerText()).toContain('Коваленко Олена Петрівна');
  await called.answers();
  void called.says(voice.file);
  await Promise.all([hears(called, operator1), hears(desk, voice)]);
  await desk.endsTheCall();
  expect((await called.ended()).by).toBe('holos');
  await desk.isDone('2', 'paused');
});

test('a page that is loaded anew while it rings: a resident who picks up at once hears her, and so does one who picks up once she is back', async () => {
  const { operator1, resident: voice } = floor.voices;
  const desk = await begins();
  for (const isBack of [false, true]) {
    const called = await callsOlena(desk);
    await desk.reloads();
    const loadedAt = Date.now();
    await desk.shows('call.dialling');
    if (isBack) await expect.poll(() => desk.cardAtInvite(), { timeout: 5_000 }).not.toBeNull();
    await called.answers();
    void called.says(voice.file);
    await Promise.all([hears(called, operator1), hears(desk, voice)]);
    expect(Date.now() - loadedAt).toBeLessThan(8_000);
    await desk.endsTheCall();
    await called.ended();
    await desk.isDone('2', 'paused');
  }
});

test('one who cannot be reached is told of, and the number on the card can be called again', async () => {
  const desk = await begins();
  const number = '+380677000222';
  floor.world.town.resident(number).isBusy();
  await calls(desk, '067 700 02 22');
  await desk.shows('call.not-reached');
  await desk.isNow('wrap-up');
});
