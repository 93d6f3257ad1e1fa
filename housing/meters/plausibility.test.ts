import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingsSchema } from '../../config/company/readings.ts';
import { fullTurn, readDial, thousandths, withoutZeros } from './dial.ts';
import { type Judged, judge, usualPerDay } from './plausibility.ts';

const rules = readingsSchema.parse({});
const today = '2026-11-22';
/** Cold water, 5 digits and 3 decimals, 6 m³ a month, read a month ago. */
const water: Judged = {
  kind: 'cold-water',
  digits: 5,
  decimals: 3,
  verifiedUntil: '2028-01-01',
  outOfServiceSince: null,
  last: { value: '120.500', on: '2026-10-23' },
  usualPerDay: 0.2,
};
const ok = (value: string) => ({ verdict: 'ok', value, doubts: [] });
const refused = (why: string) => ({ verdict: 'refused', why });
const doubtful = (value: string, ...doubts: string[]) => ({ verdict: 'doubtful', value, doubts });

describe('what is typed', () => {
  test.each<[string, string, Partial<Judged>, ReturnType<typeof ok | typeof refused>]>([
    ['a whole number', '126', {}, ok('126.000')],
    ['with a comma', '126.25', {}, ok('126.250')],
    ['with leading zeros', '00126.25', {}, ok('126.250')],
    ['all digits of the dial without the comma', '00126250', {}, ok('126.250')],
    ['nothing behind the comma', '126.', {}, ok('126.000')],
    ['zeros that the dial does not have', '126.2500', {}, ok('126.250')],
    ['nothing but a comma', '.', {}, refused('not-a-number')],
    ['nothing', '', {}, refused('not-a-number')],
    ['two commas', '12.6.2', {}, refused('not-a-number')],
    ['a key that is no digit', '12#', {}, refused('not-a-number')],
    ['forty digits', '1'.repeat(40), {}, refused('too-many-digits')],
    ['one digit more than the dial has', '126250', {}, refused('too-many-digits')],
    ['finer than the dial', '126.2505', {}, refused('too-many-decimals')],
    ['a comma where the dial has none', '4500.5', { decimals: 0, last: null }, refused('too-many-decimals')],
    ['forty zeros and a number', `${'0'.repeat(40)}126`, {}, ok('126.000')],
  ])('%s: %s', (_, typed, change, expected) => {
    expect(judge(typed, { ...water, ...change }, today, rules)).toEqual(expected);
  });
});

describe('what it says', () => {
  const near = { last: { value: '99998.000', on: '2026-10-23' } };
  test.each<[string, string, Partial<Judged>, object]>([
    ['as usual', '126.5', {}, ok('126.500')],
    ['the first of a meter', '4711', { last: null, usualPerDay: null }, ok('4711.000')],
    ['lower than the last', '119', {}, doubtful('119.000', 'lower')],
    ['just lower than the last', '120.499', {}, doubtful('120.499', 'lower')],
    ['the same as the last', '120.5', {}, doubtful('120.500', 'same')],
    ['heat that stands still', '120.5', { kind: 'heat' }, ok('120.500')],
    ['over a full turn of the dial', '3', near, doubtful('3.000', 'rolled-over')],
    ['far over a full turn', '500', near, doubtful('500.000', 'lower')],
    ['four times the usual', '144.5', {}, ok('144.500')],
    ['more than that', '144.501', {}, doubtful('144.501', 'high')],
    ['much, but over a year', '168', { last: { value: '120.500', on: '2025-11-22' } }, ok('168.000')],
    ['by what the company knows', '144.5', { usualPerDay: null }, ok('144.500')],
    ['more than the company knows', '145', { usualPerDay: null }, doubtful('145.000', 'high')],
    ['back after months away', '126', { usualPerDay: 0 }, ok('126.000')],
    ['verification overdue', '126', { verifiedUntil: '2026-11-21' }, doubtful('126.000', 'overdue')],
    ['verification due today', '126', { verifiedUntil: today }, ok('126.000')],
    ['never to be verified', '126', { verifiedUntil: null }, ok('126.000')],
    ['two doubts', '119', { verifiedUntil: '2020-01-01' }, doubtful('119.000', 'lower', 'overdue')],
    ['out of service', '126', { outOfServiceSince: today }, refused('out-of-service')],
    ['out of service from tomorrow', '126', { outOfServiceSince: '2026-11-23' }, ok('126.000')],
  ])('%s: %s', (_, typed, change, expected) => {
    expect(judge(typed, { ...water, ...change }, today, rules)).toEqual(expected);
  });

  test('on a day without readings nothing is taken, whatever it is', () => {
    const early = { ...rules, firstDay: 23, lastDay: 28 };
    for (const typed of ['126', '119', ''])
      expect(judge(typed, water, today, early)).toEqual(refused('closed'));
  });
});

const dial = fc.record({ digits: fc.integer({ min: 3, max: 9 }), decimals: fc.integer({ min: 0, max: 3 }) });

test('every value a dial can show is read back as it is, with the comma and without leading zeros or with them', () => {
  fc.assert(
    fc.property(dial, fc.nat(), fc.nat(), (shape, a, b) => {
      const whole = String(a % 10 ** shape.digits);
      const fraction = String(b % 10 ** shape.decimals).padStart(shape.decimals, '0');
      const typed = shape.decimals > 0 ? `${whole}.${fraction}` : whole;
      const value = `${whole}.${(shape.decimals > 0 ? fraction : '').padEnd(3, '0')}`;
      expect(readDial(typed, shape)).toEqual({ value });
      expect(readDial(whole.padStart(shape.digits, '0') + typed.slice(whole.length), shape)).toEqual({
        value,
      });
      expect(readDial(withoutZeros(value), shape)).toEqual({ value });
      expect(thousandths(value)).toBeLessThan(fullTurn(shape));
    }),
  );
});

const anything = fc.oneof(
  fc.stringMatching(/^[0-9.]{0,45}$/),
  fc.string({ maxLength: 45 }),
  fc.nat().map(String),
);
const meter: fc.Arbitrary<Judged> = fc.record({
  kind: fc.constantFrom('cold-water', 'hot-water', 'electricity', 'gas', 'heat'),
  digits: fc.integer({ min: 3, max: 9 }),
  decimals: fc.integer({ min: 0, max: 3 }),
  verifiedUntil: fc.constantFrom(null, '2020-01-01', '2030-01-01'),
  outOfServiceSince: fc.constantFrom(null, null, '2020-01-01'),
  last: fc.option(
    fc.record({
      value: fc.nat(900).map((n) => `${n}.000`),
      on: fc.constantFrom('2026-10-01', '2026-11-21', '2026-11-30'),
    }),
  ),
  usualPerDay: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
});

test('whatever is typed gets an answer; what is taken fits the dial, and is doubtful exactly when it has doubts', () => {
  fc.assert(
    fc.property(anything, meter, (typed, known) => {
      const judged = judge(typed, known, today, rules);
      if (judged.verdict === 'refused') return;
      expect(judged.value).toMatch(/^(0|[1-9]\d*)\.\d{3}$/);
      expect(thousandths(judged.value)).toBeLessThan(fullTurn(known));
      expect(judged.verdict).toBe(judged.doubts.length > 0 ? 'doubtful' : 'ok');
      expect(new Set(judged.doubts).size).toBe(judged.doubts.length);
    }),
    { numRuns: 500 },
  );
});

test('who uses no more than usual is never doubted, however long he has waited', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (days, share) => {
        const on = new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
        const used = Math.max(1, Math.floor(200 * days * share));
        const value = (120_500 + used) / 1_000;
        const judged = judge(value.toFixed(3), { ...water, last: { value: '120.500', on } }, today, rules);
        expect(judged).toMatchObject({ verdict: 'ok' });
      },
    ),
  );
});

test('more used is never judged better than less', () => {
  const worse = (typed: string) => {
    const judged = judge(typed, { ...water, last: { value: '0.000', on: '2026-10-23' } }, today, rules);
    return judged.verdict === 'ok' ? 0 : 1;
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), (a, b) => {
      expect(worse(String(Math.min(a, b)))).toBeLessThanOrEqual(worse(String(Math.max(a, b))));
    }),
  );
});

test('the usual is the middle of what was used, and unknown below three readings', () => {
  const on = (month: number, value: string) => ({ on: `2026-0${month}-01`, value });
  expect(usualPerDay([on(1, '0.000'), on(2, '31.000')])).toBeNull();
  expect(usualPerDay([on(1, '0.000'), on(2, '31.000'), on(3, '59.000')])).toBe(1);
  // A slip, and a new dial, do not count.
  const bumpy = [on(1, '0.000'), on(2, '3100.000'), on(3, '28.000'), on(4, '59.000'), on(5, '89.000')];
  expect(usualPerDay(bumpy)).toBe(1);
});
