import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { companySchema } from '../../config/company.ts';
import { mayCallAt } from './window.ts';

const calling = companySchema.shape.calling.parse({ hotline: '750-600' });
const company = { calling, timezone: 'Europe/Kyiv', holidays: ['12-25', '2026-11-19'] };
const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Kyiv' }).toJSDate();

test.each([
  ['2026-11-20T09:00', true],
  ['2026-11-20T08:59:59.999', false],
  ['2026-11-20T19:59', true],
  ['2026-11-20T20:00', false],
  ['2026-11-22T12:00', false],
])('on %s calling is allowed: %s', (text, allowed) => {
  expect(mayCallAt(at(text), company)).toBe(allowed);
});

test('on a holiday nobody is called, unless the company file says that somebody is', () => {
  // Fridays and Thursdays.
  for (const [day, mayCall] of [
    ['2026-12-25', false],
    ['2027-12-24', true],
    ['2026-11-19', false],
    ['2027-11-19', true],
  ] as const) {
    expect(mayCallAt(at(`${day}T10:00`), company), day).toBe(mayCall);
    const anyDay = { ...company, calling: { ...calling, holidays: false } };
    expect(mayCallAt(at(`${day}T10:00`), anyDay), day).toBe(true);
  }
});

test('the clock is the company’s in summer time, too', () => {
  expect(mayCallAt(new Date('2026-07-20T06:00:00Z'), company)).toBe(true);
  expect(mayCallAt(new Date('2026-07-20T05:59:00Z'), company)).toBe(false);
});

test('nobody is ever called at night, on whatever day of the years to come', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
      (now) => {
        const { hour } = DateTime.fromJSDate(now, { zone: 'Europe/Kyiv' });
        if (hour < 9 || hour >= 20) expect(mayCallAt(now, company)).toBe(false);
      },
    ),
  );
});
