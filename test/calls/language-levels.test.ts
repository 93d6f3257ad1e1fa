import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Language } from '../../config/company.ts';
import type { TownCall } from '../town/call.ts';
import { DeskWorker } from '../town/desk-worker.ts';
import { startWorld, type World } from '../town/world.ts';
import { isNow } from './at-desks.ts';
import { RulesDesk, waits } from './rules-desk.ts';

/** Three operators who speak English best, a little, and not at all: who gets a caller in English, by real telephones. */
let world: World;
let rules: RulesDesk;
let best: DeskWorker;
let little: DeskWorker;
let none: DeskWorker;

beforeAll(async () => {
  world = await startWorld();
  rules = await RulesDesk.open(world);
  [best, little, none] = await Promise.all([
    DeskWorker.start(world, 'operator1'),
    DeskWorker.start(world, 'operator2'),
    DeskWorker.start(world, 'operator3'),
  ]);
  await rules.changesSkills(best, { en: 3 });
  await rules.changesSkills(little, { en: 1 });
  await rules.changesSkills(none, { en: 0 });
});
afterAll(() => world?.stop());
afterEach(async () => {
  await Promise.all(world.town.calls.map((call) => call.hangsUp()));
  await vi.waitUntil(() => world.holos.live.size === 0, { timeout: 10_000 });
  for (const { desk } of [best, little, none]) {
    await desk.wrapsUp().catch(() => undefined);
    await desk.ask('pause', 'break').catch(() => undefined);
  }
  expect(world.town.takeFaults()).toEqual([]);
});

/** Each is ready a moment after the one before him, and so has been idle for less long. */
async function ready(...longestIdleFirst: readonly DeskWorker[]): Promise<void> {
  for (const one of longestIdleFirst) {
    await one.desk.ask('ready');
    await isNow(one, 'ready');
  }
}

/** A resident who speaks this language asks for a dispatcher. */
const asks = (language: Language = 'en') => waits(world, best, 'dispatcher', '0', language);

/** He is rung for this caller, and talks to him; nobody else's phone has rung meanwhile. */
async function gets(who: DeskWorker, language: Language = 'en'): Promise<TownCall> {
  const others = [best, little, none].filter((one) => one !== who);
  const rungBefore = others.map(({ phone }) => phone.received.length);
  const [, { number, caller }] = await Promise.all([who.picksUp(40_000), asks(language)]);
  expect(who.call).toMatchObject({ number, language });
  expect(others.map(({ phone }) => phone.received.length)).toEqual(rungBefore);
  return caller;
}

test('by best skill: the better one first, the other one when that one talks or has paused; who does not speak it is not rung as long as somebody does', async () => {
  await rules.changesQueue('dispatcher', { choose: 'best-skill', languageSeconds: 600 });
  await ready(none, little, best);
  await gets(best);
  await gets(little);
  const third = await asks();
  await third.caller.hears('queue.wait.first', {}, { language: 'en' });
  expect([none.desk.state.me.state, none.call]).toEqual(['ready', null]);
  // He is there for others all the while.
  await gets(none, 'uk');

  const picks = little.picksUp();
  await little.endsTheTalk();
  await picks;
  expect(little.call?.number).toBe(third.number);
  await little.endsTheTalk();
  await isNow(little, 'ready');
  await best.desk.ask('pause', 'lunch');
  await best.endsTheTalk();
  await isNow(best, 'paused');
  await gets(little);
}, 180_000);

test('who has been idle the longest is rung, but for a language a reserve only when nobody is free who speaks it better', async () => {
  await rules.changesQueue('dispatcher', { choose: 'longest-idle', languageSeconds: 600 });
  await ready(none, little, best);
  await gets(best);
  await gets(little);
}, 120_000);

test('a supervisor changes the levels: the other one is the better one from the next caller on; who speaks nothing of it is rung when the time for that is over', async () => {
  await rules.changesQueue('dispatcher', { choose: 'best-skill', languageSeconds: 600 });
  await rules.changesSkills(best, { en: 2 });
  await rules.changesSkills(little, { en: 3 });
  await ready(none, best, little);
  await gets(little);
  await gets(best);
  const third = await asks();
  await third.caller.hears('queue.wait.first', {}, { language: 'en' });
  expect([none.desk.state.me.state, none.call]).toEqual(['ready', null]);
  const picks = none.picksUp();
  await rules.changesQueue('dispatcher', { languageSeconds: 5 });
  await picks;
  expect(none.call?.number).toBe(third.number);
}, 180_000);
