import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { timetablesSchema } from '../../config/company/hours.ts';
import { isOpen, nextOpening, type OpeningHours } from './opening-hours.ts';

const timezone = 'Europe/Kyiv';
const at = (text: string) => DateTime.fromISO(text, { zone: timezone }).toJSDate();
const shown = (date: Date | null) =>
  date && DateTime.fromJSDate(date, { zone: timezone }).toFormat("yyyy-MM-dd'T'HH:mm");

function hours(timetable: object, holidays: string[] = []): OpeningHours {
  const [read] = timetablesSchema.parse([{ id: 'x', ...timetable }]);
  if (!read) throw new Error('no timetable');
  return { ...read, holidays };
}

const office = hours(
  {
    week: [
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
      { days: [1, 2, 3, 4], from: '13:00', to: '17:00' },
    ],
    exceptions: [
      { date: '2026-12-31', hours: [{ from: '09:00', to: '11:00' }] },
      { date: '2026-12-30' },
      { date: '2026-12-24', hours: [{ from: '09:00', to: '12:00' }] },
      { date: '2026-12-24', hours: [{ from: '13:00', to: '15:00' }] },
      { date: '2026-12-25', hours: [{ from: '10:00', to: '12:00' }] },
    ],
  },
  ['12-25', '01-01', '2026-11-23'],
);

// 2026-11-20 is a Friday.
test.each([
  ['2026-11-20T07:59:59.999', false, '2026-11-20T08:00'],
  ['2026-11-20T08:00', true, '2026-11-20T08:00'],
  ['2026-11-19T12:30', false, '2026-11-19T13:00'],
  ['2026-11-19T17:00', false, '2026-11-20T08:00'],
  // Friday has no afternoon, and the Monday after it is a holiday of this year alone.
  ['2026-11-20T12:00', false, '2026-11-24T08:00'],
  ['2027-11-23T09:00', true, '2027-11-23T09:00'],
  // Of exceptions: one without hours, one with others, one that opens a holiday.
  ['2026-12-29T18:00', false, '2026-12-31T09:00'],
  ['2026-12-31T10:59', true, '2026-12-31T10:59'],
  ['2026-12-31T11:00', false, '2027-01-04T08:00'],
  // Two of the same day, with a break between.
  ['2026-12-24T11:00', true, '2026-12-24T11:00'],
  ['2026-12-24T12:00', false, '2026-12-24T13:00'],
  ['2026-12-25T11:00', true, '2026-12-25T11:00'],
  ['2026-12-25T08:30', false, '2026-12-25T10:00'],
])('on %s it is open: %s, and next %s', (now, open, next) => {
  expect(isOpen(office, at(now), timezone)).toBe(open);
  expect(shown(nextOpening(office, at(now), timezone))).toBe(next);
});

test('a night goes over midnight, also into a holiday; the night of the holiday does not begin', () => {
  const night = hours({ week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '08:00' }] }, [
    '2026-11-23',
  ]);
  expect(isOpen(night, at('2026-11-23T07:59'), timezone)).toBe(true);
  expect(isOpen(night, at('2026-11-23T08:00'), timezone)).toBe(false);
  expect(shown(nextOpening(night, at('2026-11-23T21:00'), timezone))).toBe('2026-11-24T20:00');
  expect(isOpen(night, at('2026-11-24T03:00'), timezone)).toBe(false);
});

test('round the clock until midnight is always open, also in the nights when the clock is changed', () => {
  const always = hours({ week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] });
  for (const day of ['2026-03-29', '2026-10-25', '2026-06-01']) {
    for (let minute = 0; minute < 26 * 60; minute += 5) {
      const now = new Date(at(day).getTime() + minute * 60_000);
      expect(isOpen(always, now, timezone)).toBe(true);
    }
  }
});

test('the working day is as long as the clock says, the night of the change an hour shorter or longer', () => {
  const night = hours({ week: [{ days: [6], from: '22:00', to: '06:00' }] });
  const minutesOpen = (from: string) => {
    let open = 0;
    for (let minute = 0; minute < 24 * 60; minute++)
      if (isOpen(night, new Date(at(from).getTime() + minute * 60_000), timezone)) open++;
    return open;
  };
  expect(minutesOpen('2026-03-28T12:00')).toBe(7 * 60);
  expect(minutesOpen('2026-10-24T12:00')).toBe(9 * 60);
  expect(minutesOpen('2026-11-21T12:00')).toBe(8 * 60);
});

test('where all days are free it never opens', () => {
  const never = hours({ week: [{ days: [1], from: '08:00', to: '08:30' }], exceptions: [] }, [
    ...new Set(
      Array.from({ length: 500 }, (_, day) =>
        DateTime.fromISO('2026-11-20', { zone: timezone }).plus({ days: day }).toFormat('yyyy-MM-dd'),
      ),
    ),
  ]);
  expect(nextOpening(never, at('2026-11-20T12:00'), timezone)).toBeNull();
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const anyWeek = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: clock,
    to: clock,
  }),
  { minLength: 1, maxLength: 4 },
);
/** Around the changes of the clock, and anywhere else. */
const anyMoment = fc.oneof(
  fc.date({ min: new Date('2026-03-27'), max: new Date('2026-03-31'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-10-23'), max: new Date('2026-10-27'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
);

test('what is told as the next opening is open, and nothing before it is', () => {
  fc.assert(
    fc.property(anyWeek, anyMoment, (week, now) => {
      const any = hours({ week });
      const next = nextOpening(any, now, timezone);
      if (next === null) throw new Error('a week always opens again');
      expect(isOpen(any, next, timezone)).toBe(true);
      if (isOpen(any, now, timezone)) expect(next).toEqual(now);
      // The last quarters of hours, and every third hour before.
      const steps = [...Array(24).keys()]
        .map((n) => n / 4)
        .concat([...Array(60).keys()].map((n) => 6 + 3 * n));
      for (const hoursBefore of steps) {
        const before = new Date(next.getTime() - 1 - hoursBefore * 3_600_000);
        if (before >= now) expect(isOpen(any, before, timezone)).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('by day it is open exactly when the clock on the wall says so', () => {
  fc.assert(
    fc.property(anyWeek, anyMoment, (week, now) => {
      const local = DateTime.fromJSDate(now, { zone: timezone });
      // Between two and five in the morning the clock itself may be in doubt.
      fc.pre(local.hour >= 5);
      const time = local.toFormat('HH:mm');
      const yesterday = local.minus({ days: 1 }).weekday;
      const open = week.some(({ days, from, to }) =>
        to > from
          ? days.includes(local.weekday) && time >= from && time < to
          : (days.includes(local.weekday) && time >= from) || (days.includes(yesterday) && time < to),
      );
      expect(isOpen(hours({ week }), now, timezone)).toBe(open);
    }),
    { numRuns: 200 },
  );
});
