import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { HolosError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { type Announcements, createAnnouncements, type Said, sayingOf } from './announcements.ts';

let t: TestDatabase;
let announcements: Announcements;
const made: Said[] = [];

beforeAll(async () => {
  t = await testDatabase();
  announcements = createAnnouncements({
    db: t.db,
    company: await loadCompany({ company: '750-600' }),
    async makeAhead(prompt, parameters, language) {
      if (prompt === 'nothing') throw new HolosError('speech.no-prompt', 'no text');
      if (parameters.text === 'Ґ') throw new HolosError('speech.failed', 'no engine could say it');
      made.push([prompt, { text: String(parameters.text) }, language]);
    },
    log: createLog('silent'),
  });
}, 60_000);
afterAll(() => t.close());
beforeEach(async () => {
  await t.db('announcements').delete();
  made.length = 0;
});

const minuteMs = 60_000;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minuteMs);
const usual = {
  hotline: '750-600',
  texts: { uk: 'Увага' },
  prompt: null,
  beginsAt: inMinutes(-1),
  setBy: null,
};
const set = (change: object = {}) => announcements.set({ ...usual, endsAt: inMinutes(10), ...change });
const heard = (language: 'uk' | 'ru' | 'en' = 'uk', hotline = '750-600') =>
  announcements.saidNow(hotline, language);

test('it is made in all languages of the hotline before it is set, and said in the caller’s', async () => {
  await set({ texts: { uk: 'Увага', en: 'Attention' } });
  expect(made.map(([, { text }, language]) => `${language} ${text}`)).toEqual([
    'uk Увага',
    'uk Увага',
    'en Attention',
  ]);
  expect(await heard('en')).toEqual([['announcement.text', { text: 'Attention' }, 'en']]);
  expect(await heard('uk', '8800')).toEqual([]);
});

test('without a text in the caller’s language the hotline’s first is said, and else any', () => {
  const spoken = ['uk', 'ru', 'en'] as const;
  const said = (texts: object) => sayingOf({ texts, prompt: null }, 'en', spoken)?.[2];
  expect(said({ en: 'a', uk: 'b' })).toBe('en');
  expect(said({ ru: 'a', uk: 'b' })).toBe('uk');
  expect(said({ ru: 'a' })).toBe('ru');
  expect(said({})).toBeUndefined();
  expect(sayingOf({ texts: {}, prompt: 'goodbye' }, 'en', spoken)).toEqual(['goodbye', {}, 'en']);
});

test('what is not yet, not any more, or ended by hand is not said; of many the last two', async () => {
  await set({ texts: { uk: 'later' }, beginsAt: inMinutes(1) });
  const first = await set({ texts: { uk: '1' } });
  await set({ texts: { uk: '2' } });
  await set({ texts: { uk: '3' } });
  const texts = async () => (await heard()).map(([, { text }]) => text);
  expect(await texts()).toEqual(['3', '2']);
  expect(await announcements.list()).toHaveLength(4);
  await t
    .db('announcements')
    .where({ hotline: '750-600' })
    .whereNot({ id: first.id })
    .update({ ends_at: inMinutes(-1) });
  expect(await texts()).toEqual(['1']);
  await announcements.end(first.id, null);
  expect(await texts()).toEqual([]);
  await expect(announcements.end(first.id, null)).rejects.toMatchObject({ code: 'announcement.not-now' });
});

test.each([
  ['announcement.unknown-hotline', { hotline: 'x' }],
  ['announcement.times', { endsAt: inMinutes(-5) }],
  ['announcement.empty', { texts: {} }],
  ['announcement.empty', { prompt: 'goodbye' }],
  ['announcement.unspeakable', { texts: { uk: ' ... ' } }],
  ['announcement.unspeakable', { texts: { uk: 'Увага', en: '🎉' } }],
  ['announcement.unspeakable', { texts: { uk: 'Ґ' } }],
  ['announcement.unknown-prompt', { texts: {}, prompt: 'nothing' }],
])('%s', async (code, change) => {
  await expect(set(change)).rejects.toMatchObject({ code });
  expect(await announcements.list()).toEqual([]);
});

test('a number alone can be said', async () => {
  expect((await set({ texts: { uk: '104!' } })).texts).toEqual({ uk: '104!' });
});

test('after a start all are made anew', async () => {
  await set();
  made.length = 0;
  await announcements.prepare();
  expect(made).toHaveLength(3);
});
