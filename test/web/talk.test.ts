import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { callsForAPerson, type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears } from './voices.ts';

let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});

afterEach(() => floor.clear());
afterAll(() => floor?.stop());

test('a resident presses 0 and talks to an operator who has the card open', async () => {
  const { voices, world } = floor;
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.one, voices.resident);
  await desk.rings();
  await desk.phoneRings();
  expect(await desk.cardAtInvite()).toContain('Коваленко Олена Петрівна');
  await desk.answers();
  await Promise.all([hears(call, voices.operator1), hears(desk, voices.resident)]);
  await expect.poll(() => desk.timer.innerText()).toMatch(/^0?0:0[2-9]$/);
  await desk.endsTheCall();
  const ending = await call.ended();
  expect(ending.by).toBe('holos');
  await desk.isNow('wrap-up');
  await desk.isDone();
  await nothingLeft(world);
});
