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

test('a colleague is asked, comes to the talk, and takes the call over; the caller hears only whom he should', async () => {
  const { operator1, operator2, resident } = floor.voices;
  const { irina, roman, call, name, callId } = await talking();
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
  expect(kinds).toEqual(expect.arrayContaining(['consulted', 'three-together', 'transferred']));
});

test.each(['talking', 'three'] as const)(
  'a colleague whose page is loaded anew in “%s” is heard again',
  async (stage) => {
    const { operator1, operator2 } = floor.voices;
    const { irina, roman, call, name } = await talking();
    await irina.handsOnTo(name, 'talk');
    await roman.rings();
    await roman.answers();
    await irina.hasBeside('talking');
    if (stage === 'three') {
      await irina.button('call.three').click();
      await irina.hasBeside('three');
    }
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
  },
);

test('back to the caller: the colleague is let go, and the two talk on', async () => {
  const { operator1, resident } = floor.voices;
  const { irina, roman, call, name } = await talking();
  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await roman.answers();
  await irina.hasBeside('talking');
  await irina.button('call.back').click();
  await irina.hasBeside('none');
  await roman.isNow('wrap-up');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
});

test('a colleague who rejects leaves the caller on hold; the desk says so, and one key leads back', async () => {
  const { operator1, resident } = floor.voices;
  const { irina, roman, call, name } = await talking();
  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await roman.rejects();
  await irina.shows('consult.not-reached');
  await call.hearsMusic();
  await irina.button('call.back').click();
  await irina.showsNoMore('consult.not-reached');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
});

test('an operator whose page is loaded anew while the colleague still rings is told so, and nothing is told of the caller that he has not done', async () => {
  const { operator1, resident } = floor.voices;
  const { irina, roman, call, name, callId } = await talking();
  await irina.handsOnTo(name, 'talk');
  await roman.rings();
  await irina.reloads();
  await roman.isClear();
  await irina.shows('consult.asker-away');
  await irina.button('call.back').click();
  await irina.showsNoMore('consult.asker-away');
  await Promise.all([hears(call, operator1), hears(irina, resident)]);
  const { steps } = await floor.call(irina, callId);
  expect(steps.filter(({ kind }) => /^(offer|consult)-ended$/.test(kind)).map(({ how }) => how)).toEqual([
    'asker-away',
    'withdrawn',
  ]);
});

test('at once: the colleague’s desk rings with the card, and the operator is out of the call', async () => {
  const { operator2, resident } = floor.voices;
  const { irina, roman, call, name } = await talking();
  await irina.handsOnTo(name, 'at-once');
  await roman.rings();
  await irina.isNow('wrap-up');
  await roman.answers();
  await Promise.all([hears(call, operator2), hears(roman, resident)]);
});

test('the recording is switched off from the desk: the voices are not in it meanwhile', async () => {
  const { operator2, resident } = floor.voices;
  const { irina, call, callId } = await talking();
  await irina.page.keyboard.press('Alt+KeyO');
  await irina.page.getByTestId('recording-off').waitFor();
  await hearsNothingOf(irina, operator2, 2_000);
  await hears(irina, resident);
  await irina.page.keyboard.press('Alt+KeyO');
  await irina.page.getByTestId('recording-off').waitFor({ state: 'detached' });
  await hears(irina, resident);
  await irina.endsTheCall();
  await call.ended();
  await expect
    .poll(async () => (await floor.call(irina, callId)).recordings[0]?.state, { timeout: 5_000 })
    .toBe('finished');
  const { steps, recordings } = await floor.call(irina, callId);
  const [recording] = recordings;
  const { left, right } = await floor.recording(irina, recording?.id ?? 0);
  const atSample = (kind: string) => {
    const at = steps.find((step) => step.kind === kind)?.at ?? '';
    return 8 * (Date.parse(at) - Date.parse(recording?.startedAt ?? ''));
  };
  const [from, to] = [atSample('recording-off') + 8 * 300, atSample('recording-on')];
  expect(to - from).toBeGreaterThan(8 * 1_500);
  for (const side of [left, right])
    expect(side.subarray(from, to).every((sample) => sample === 0)).toBe(true);
});
