import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { startWorld, type World } from '../town/world.ts';
import { buildingOf } from './building-of.ts';
import { supervisor } from './supervisor.ts';

/** What supervisors have callers of a hotline told, by real calls. */
let world: World;
let supervise: Awaited<ReturnType<typeof supervisor>>;
const olena = knownNumbers.one;

beforeAll(async () => {
  world = await startWorld();
  supervise = await supervisor(world);
  await rememberLanguage(world.db, olena, 'uk');
});
afterAll(() => world.stop());
beforeEach(async () => {
  for (const table of ['incidents', 'announcements']) await world.db(table).delete();
});
afterEach(() => Promise.all(world.town.calls.map((call) => call.hangsUp())));

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const hourMs = 3_600_000;
const menu = { key: '1' };
const text = { text: 'Сьогодні ми працюємо до обіду.' };

const announce = () =>
  supervise('announcements', {
    ...{ hotline: '750-600', texts: { uk: text.text } },
    ...{ beginsAt: inMs(-1_000), endsAt: inMs(hourMs) },
  });

async function saidToOlena(): Promise<string[]> {
  const { items } = await listCalls(world.db, { number: olena }, { limit: 1 });
  const steps = await stepsOf(world.db, items[0]?.id ?? '');
  return steps.flatMap((step) => (step.kind === 'said' ? [step.prompt] : []));
}

test('is heard whole before what befell the building, until a supervisor ends it', async () => {
  const breakdown = { kind: 'no-heating', since: inMs(-2 * hourMs), until: inMs(4 * hourMs) };
  await supervise('incidents', { ...breakdown, buildingIds: [await buildingOf(world.db, olena)] });
  const { id } = await announce();
  const call = await world.town.resident(olena).calls('750600');
  await call.heardWhole('notice.recorded', {}, { limitMs: 25_000 });
  await call.heardWhole('announcement.text', text);
  await call.hears('known-breakdown.join', { key: '1' }, { limitMs: 25_000 });
  await call.hangsUp();
  await supervise(`announcements/${id}/end`);
  const later = await world.town.resident(olena).calls('750600');
  await later.hears('known-breakdown.join', { key: '1' }, { limitMs: 30_000 });
  const [first, second] = (await saidToOlena()).slice(-2);
  expect([first, second]).toEqual(['known-breakdown.breakdown', 'known-breakdown.join']);
  expect(await saidToOlena()).not.toContain('announcement.text');
});

test('a key goes through it; without a text in the language the first one is said', async () => {
  await announce();
  const call = await world.town.resident(olena).calls('750600');
  await call.hears('announcement.text', text, { limitMs: 25_000 });
  await call.presses('7');
  await call.hears('emergency.number', { number: '1580' });
  await call.hangsUp();
  const english = await world.town.resident('+380671140099').calls('750600');
  await english.hears('language.choose', { key: 1 }, { limitMs: 20_000 });
  await english.presses('3');
  await english.hears('announcement.text', text, { limitMs: 25_000, language: 'uk' });
  await english.hears('menu.request', menu, { limitMs: 25_000, language: 'en' });
  await english.hangsUp();
});

test('whose sound is gone from the disk is heard whole all the same: it is made again at once', async () => {
  const { id } = await announce();
  const voice = await createVoice({ settings: world.settings, log: createLog('silent') });
  const [sound] = await voice.say('announcement.text', 'uk', text);
  const file = `${sound?.path}.wav`;
  await rm(file);
  const call = await world.town.resident(olena).calls('750600');
  await call.heardWhole('notice.recorded', {}, { limitMs: 25_000 });
  // Before the town is asked for it, which would make it, too.
  await expect.poll(saidToOlena).toContain('announcement.text');
  expect(existsSync(file)).toBe(true);
  await call.heardWhole('announcement.text', text);
  await supervise(`announcements/${id}/end`);
});
