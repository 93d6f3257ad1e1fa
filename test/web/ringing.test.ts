import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { callsForAPerson, type Floor, nothingLeft, quick, startFloor } from './floor.ts';
import { hears, hearsNothingOf } from './voices.ts';

/** Desks that ring, and desks in trouble. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});

afterEach(() => floor.clear());
afterAll(() => floor?.stop());

test('who rejects a caller is not rung for him again at once, and the caller keeps the place; who does not answer is not rung any more until he says that he is back', async () => {
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.nobody);
  await desk.rings();
  const callId = await desk.callId();
  await desk.rejects();
  await desk.isNow('ready');
  const rejectedAt = Date.now();
  await desk.rings(15_000);
  expect(Date.now() - rejectedAt).toBeGreaterThan(9_000);
  expect(await desk.callId()).toBe(callId);
  await desk.isNow('missed', quick.offerSeconds * 1000 + 3_000);
  await desk.isClear();
  await desk.shows('presence.missed');
  await call.hearsMusic();
  await desk.asksToBeReady();
  await desk.rings();
  await desk.answers();
  await hears(call, floor.voices.operator1);
});

test('a caller who hangs up while it rings leaves a ready operator and nothing else; a page that is loaded anew while it rings rings again; who hangs up in the talk leaves an operator who wraps up, and nothing else', async () => {
  const { operator1, resident } = floor.voices;
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const first = await callsForAPerson(floor, knownNumbers.nobody);
  await desk.rings();
  await desk.phoneRings();
  await first.hangsUp();
  await desk.isClear();
  await desk.isNow('ready');
  await nothingLeft(floor.world);

  const call = await callsForAPerson(floor, knownNumbers.nobody, resident);
  await desk.rings();
  await desk.phoneRings();
  await desk.reloads();
  await desk.rings();
  await desk.phoneRings();
  await desk.answers();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await call.hangsUp();
  await desk.isNow('wrap-up');
  await desk.isClear();
  await nothingLeft(floor.world);
});

test('two callers and two operators: in their order, each with one', async () => {
  const { operator1, operator2, resident, neighbour } = floor.voices;
  const [desk, colleague] = [await floor.desk('operator1'), await floor.desk('operator2')];
  await Promise.all([desk.logsIn(), colleague.logsIn()]);
  await Promise.all([desk.hasAPhone(), colleague.hasAPhone()]);
  const first = await callsForAPerson(floor, knownNumbers.one, resident);
  await first.hears('queue.wait.first');
  const second = await callsForAPerson(floor, knownNumbers.nobody, neighbour);
  await second.hears('queue.position', { position: 2 });

  await desk.asksToBeReady();
  await desk.rings();
  expect(await desk.card.innerText()).toContain('Коваленко Олена Петрівна');
  await colleague.asksToBeReady();
  await colleague.rings();
  await Promise.all([desk.answers(), colleague.answers()]);
  await Promise.all([
    hears(first, operator1),
    hears(desk, resident),
    hears(second, operator2),
    hears(colleague, neighbour),
  ]);
  await Promise.all([hearsNothingOf(first, operator2), hearsNothingOf(colleague, resident)]);
});

test('a second window of the same operator takes over, and the first one says so', async () => {
  const desk = await floor.desk('operator1');
  await desk.beginsToWork();
  const second = await desk.opensASecondTab();
  await desk.shows('app.elsewhere');
  await second.hasAPhone();
  await second.isNow('ready');
  const call = await callsForAPerson(floor, knownNumbers.nobody);
  await second.rings();
  expect(await desk.ringing.count()).toBe(0);
  await second.answers();
  await hears(call, floor.voices.operator1);
});

test('without a microphone the desk says so and is not ready; with it, it is, until it is taken back', async () => {
  const desk = await floor.deskWithoutMicrophone('operator1');
  await desk.logsIn();
  await desk.shows('check.denied');
  await desk.shows('check.denied.mend');
  await desk.asksToBeReady();
  await desk.shows('failure.microphone');
  await desk.isNow('paused');
  await desk.page.context().grantPermissions(['microphone']);
  await desk.showsNoMore('check.denied');
  await desk.hasAPhone();
  await desk.isReady();
  await desk.page.context().clearPermissions();
  await desk.isNow('paused');
  await desk.shows('check.denied');
  await desk.page.context().grantPermissions(['microphone']);
  await desk.shows('presence.no-microphone');
  await desk.isNow('paused');
});

test('a lost link is said, keeps the talk and what was typed, and catches up by itself', async () => {
  const { operator1, resident } = floor.voices;
  const desk = await floor.desk('operator1');
  const link = await desk.hasALinkThatCanBeCut();
  await desk.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.nobody, resident);
  await desk.rings();
  await desk.answers();
  await desk.types('Тече стояк на кухні');
  await link.cut();
  await desk.shows('link.lost.call');
  await desk.types('Тече стояк на кухні, вода на підлозі');
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  await call.hangsUp();
  await nothingLeft(floor.world);
  link.mend();
  await desk.showsNoMore('link.lost.call');
  await desk.isClear();
  expect(await desk.typed()).toBe('Тече стояк на кухні, вода на підлозі');
});
