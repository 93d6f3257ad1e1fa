import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { callsForAPerson, type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears, hearsNothingOf } from './voices.ts';

/** A call is handed on between two real browsers; who hears whom is told by the sound. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** A resident talks to Irina; Roman is free. */
async function talking() {
  const { operator1, resident } = floor.voices;
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.one, resident);
  await irina.rings();
  await irina.answers();
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
  const roman = await floor.desk('operator2');
  await roman.beginsToWork();
  const { id } = await floor.world.db('operators').where({ login: 'operator2' }).first('id');
  const { name } = await floor.world.db('operators').where({ id }).first('name');
  return { irina, roman, call, name: String(name), callId: await irina.callId() };
}

test('the recording is switched off and on; a colleague is asked, comes to the talk, and takes the call over; the caller hears only whom he should', async () => {
  const { operator1, operator2, resident } = floor.voices;
  const { irina, roman, call, name, callId } = await talking();
  await irina.page.keyboard.press('Alt+KeyO');
  await irina.page.getByTestId('recording-off').waitFor();
  await irina.page.keyboard.press('Alt+KeyO');
  await irina.page.getByTestId('recording-off').waitFor({ state: 'detached' });

  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  expect(await roman.ringing.innerText()).toContain('Колега просить допомогти');
  await call.hearsMusic();
  await roman.answers();
  await irina.hasBeside('talking');
  await Promise.all([hears(irina, operator2), hears(roman, operator1)]);
  await call.hearsMusic();
  await Promise.all([
    hearsNothingOf(call, operator1),
    hearsNothingOf(call, operator2),
    hearsNothingOf(roman, resident),
  ]);
  expect(await roman.card.innerText()).toContain('Коваленко Олена Петрівна');
  await roman.button('call.leave').waitFor();

  // Two voices at once are like neither: each is silent in turn.
  await irina.button('call.three').click();
  await irina.hasBeside('three');
  await irina.mutes();
  await hears(call, operator2);
  await irina.unmutes();
  await roman.mutes();
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
  await roman.unmutes();

  await irina.button('call.hand-over').click();
  await irina.isNow('wrap-up');
  await Promise.all([hears(call, operator2), hears(roman, resident)]);
  await roman.button('call.end').click();
  expect((await call.ended()).by).toBe('holos');
  await nothingLeft(floor.world);
  const kinds = (await floor.call(irina, callId)).steps.map(({ kind }) => kind);
  const told = ['recording-off', 'recording-on', 'consulted', 'three-together', 'transferred'];
  expect(kinds.filter((kind) => told.includes(kind))).toEqual(told);
});

test('a page that is loaded anew: the operator’s while the colleague rings, who is told so; the colleague’s in “talking” and in “three”, who is heard again; back to the caller, the two talk on', async () => {
  const { operator1, operator2, resident } = floor.voices;
  const { irina, roman, call, name, callId } = await talking();
  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await irina.reloads();
  await roman.isClear();
  await irina.shows('consult.asker-away');
  await irina.button('call.back').click();
  await irina.showsNoMore('consult.asker-away');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
  // Nothing is told of the caller that he has not done.
  const { steps } = await floor.call(irina, callId);
  expect(steps.filter(({ kind }) => /^(offer|consult)-ended$/.test(kind)).map(({ how }) => how)).toEqual([
    'asker-away',
    'withdrawn',
  ]);

  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await roman.answers();
  await irina.hasBeside('talking');
  for (const stage of ['talking', 'three'] as const) {
    if (stage === 'three') await irina.button('call.three').click();
    await irina.hasBeside(stage);
    // Two voices at once are like neither.
    await irina.mutes();
    await roman.reloads();
    const loadedAt = Date.now();
    await hears(irina, operator2);
    expect(Date.now() - loadedAt).toBeLessThan(5_000);
    if (stage === 'three') await hears(call, operator2);
    await roman.mutes();
    await irina.unmutes();
    await hears(roman, operator1);
    await irina.hasBeside(stage);
    await roman.unmutes();
  }
  await irina.button('call.back').click();
  await irina.hasBeside('none');
  await roman.isNow('wrap-up');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
});

test('a colleague who rejects leaves the caller on hold; the desk says so, and one key leads back; at once his desk rings with the card, and the operator is out of the call', async () => {
  const { operator1, operator2, resident } = floor.voices;
  const { irina, roman, call, name } = await talking();
  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await roman.rejects();
  await irina.shows('consult.not-reached');
  await call.hearsMusic();
  await irina.button('call.back').click();
  await irina.showsNoMore('consult.not-reached');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);

  await irina.handsOnTo(name, 'at-once');
  await roman.rings();
  await irina.isNow('wrap-up');
  await roman.answers();
  await Promise.all([hears(call, operator2), hears(roman, resident)]);
});
