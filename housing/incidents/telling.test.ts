import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { incidentKindsSchema } from '../../config/company/incidents.ts';
import { tellingOf, toTell } from './telling.ts';

const timezone = 'Europe/Kyiv';
const at = (text: string) => DateTime.fromISO(text, { zone: timezone }).toJSDate();
const shown = (date: Date) => DateTime.fromJSDate(date, { zone: timezone }).toFormat("MM-dd'T'HH:mm");
const kinds = incidentKindsSchema.parse([
  { id: 'gas', name: { uk: 'Газ' }, spoken: { uk: 'перекрито газ' } },
  { id: 'heat', name: { uk: 'Опалення' }, spoken: { uk: 'немає опалення' } },
  { id: 'works', name: { uk: 'Роботи' }, spoken: { uk: 'планові роботи' }, planned: true },
]);
const [gas, , works] = kinds;
if (!gas || !works) throw new Error('no kinds');

const told = (
  since: string,
  until: string | null,
  { now = '2026-11-22T12:10', joined = false, kind = gas } = {},
) =>
  tellingOf({ since: at(since), until: until === null ? null : at(until) }, kind, {
    language: 'uk',
    joined,
    now: at(now),
    timezone,
  });

test.each([
  ['2026-11-22T09:40', 'today', '11-22T09:30'],
  ['2026-11-21T23:59', 'yesterday', '11-21T23:30'],
  ['2026-11-20T07:00', 'before', '11-20T07:00'],
  ['2026-11-22T18:00', 'soon', '11-22T18:00'],
  ['2026-11-23T08:00', 'tomorrow', '11-23T08:00'],
])('since %s is said as %s, a little earlier', (since, sinceDay, rounded) => {
  const { parameters } = told(since, null);
  expect([parameters.sinceDay, shown(parameters.since)]).toEqual([sinceDay, rounded]);
});

test.each([
  ['2026-11-22T17:40', 'today', '11-22T18:00'],
  ['2026-11-22T18:00', 'today', '11-22T18:00'],
  // Ten to midnight is not said as tomorrow.
  ['2026-11-22T23:50', 'today', '11-22T23:50'],
  ['2026-11-23T09:10', 'tomorrow', '11-23T09:30'],
  ['2026-11-25T10:00', 'later', '11-25T10:00'],
  ['2026-11-22T12:00', 'late', '11-22T12:00'],
])('until %s is said as %s, a little later', (until, untilDay, rounded) => {
  const { parameters } = told('2026-11-22T09:00', until);
  expect([parameters.untilDay, shown(parameters.until)]).toEqual([untilDay, rounded]);
});

test('nobody knows until when; works; one who has joined', () => {
  expect(told('2026-11-22T09:00', null)).toMatchObject({
    prompt: 'known-breakdown.breakdown',
    parameters: { what: 'перекрито газ', untilDay: 'unknown' },
  });
  expect(told('2026-11-22T09:00', null, { kind: works }).prompt).toBe('known-breakdown.planned');
  expect(told('2026-11-22T09:00', null, { joined: true }).prompt).toBe('known-breakdown.joined-before');
});

test.each([
  ['2026-11-22T12:10', 'known-breakdown.joined-before'],
  ['2026-11-22T18:00', 'known-breakdown.planned'],
  ['2026-11-23T08:00', 'known-breakdown.planned'],
])('works from %s on, told at ten past twelve to one who has joined: %s', (since, prompt) => {
  expect(told(since, '2026-11-23T17:00', { kind: works, joined: true }).prompt).toBe(prompt);
});

test('the days are those of the calendar in the nights when the clock is changed, too', () => {
  expect(told('2026-10-24T23:00', null, { now: '2026-10-25T23:30' }).parameters.sinceDay).toBe('yesterday');
  expect(told('2026-03-28T23:00', '2026-03-29T04:10', { now: '2026-03-29T00:30' }).parameters).toMatchObject({
    sinceDay: 'yesterday',
    untilDay: 'today',
  });
});

test('the most urgent comes first, of one kind the latest, never more than two, and what is far off not yet', () => {
  const one = (id: number, kind: string, since: string) => ({ id, kind, since: at(since) });
  const now = at('2026-11-22T12:00');
  const ids = (...open: ReturnType<typeof one>[]) =>
    toTell(open, kinds, now).map(({ incident }) => incident.id);
  const all = [
    one(1, 'works', '2026-11-22T08:00'),
    one(2, 'heat', '2026-11-20T08:00'),
    one(3, 'heat', '2026-11-22T08:00'),
    one(4, 'gas', '2026-11-22T11:00'),
  ];
  expect(ids(...all)).toEqual([4, 3]);
  expect(ids(one(1, 'works', '2026-11-23T08:00'))).toEqual([1]);
  // Works that go on are not hidden by those of tomorrow.
  const going = [one(1, 'works', '2026-11-21T08:00'), one(2, 'works', '2026-11-22T08:00')];
  expect(ids(...going, one(3, 'works', '2026-11-23T08:00'))).toEqual([2]);
  expect(ids(one(1, 'works', '2026-11-24T08:00'))).toEqual([]);
  expect(ids(one(1, 'flood', '2026-11-22T08:00'))).toEqual([]);
});

test('what goes on in another house is alike, works of tomorrow are not', () => {
  const works = ['2026-11-22T08:00', '2026-11-22T07:00', '2026-11-23T08:00'];
  const open = works.map((since, id) => ({ id, kind: 'works', since: at(since) }));
  const [one] = toTell(open, kinds, at('2026-11-22T12:00'));
  expect([one?.incident.id, one?.alike.map(({ id }) => id)]).toEqual([0, [1]]);
});

test('what is said as begun is never later than it was, what is expected never earlier', () => {
  const moment = fc.date({ min: new Date('2026-03-01'), max: new Date('2027-03-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, moment, (since, until, now) => {
      const { parameters } = tellingOf({ since, until }, gas, {
        language: 'uk',
        joined: false,
        now,
        timezone,
      });
      expect(parameters.since <= since).toBe(true);
      expect(parameters.until >= until).toBe(true);
      expect(
        Math.max(since.getTime() - parameters.since.getTime(), parameters.until.getTime() - until.getTime()),
      ).toBeLessThan(30 * 60_000);
    }),
  );
});
