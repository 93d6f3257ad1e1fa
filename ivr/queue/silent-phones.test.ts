import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { SilentPhones } from './silent-phones.ts';

const [irina, roman, olha] = [1, 2, 3];
let phones: SilentPhones;
beforeEach(() => {
  phones = new SilentPhones();
});

/** Silent for two seconds, which begin then. @returns who rests how long from now on */
const silent = (operatorId: number, atS: number, { isOurs = false, forS = 2 } = {}) =>
  Object.fromEntries(
    phones.silent({ operatorId, beganAtMs: atS * 1000, endedAtMs: (atS + forS) * 1000, isOurs }),
  );

test('a phone that is silent alone rests for a moment, then for longer, until it rings', () => {
  expect([0, 10, 20, 60].map((atS) => silent(irina, atS)[irina])).toEqual([1_000, 5_000, 30_000, 30_000]);
  phones.rang(irina);
  expect(silent(irina, 100)).toEqual({ [irina]: 1_000 });
});

test('what is our own doing is not held against any phone, however often', () => {
  for (const atS of [0, 3, 6, 9, 12])
    expect(silent(irina, atS, { isOurs: true })).toEqual({ [irina]: 1_000 });
  expect(silent(irina, 20)).toEqual({ [irina]: 1_000 });
  expect(silent(irina, 30)).toEqual({ [irina]: 5_000 });
  expect(silent(irina, 40, { isOurs: true })).toEqual({ [irina]: 1_000 });
  expect(silent(irina, 50)).toEqual({ [irina]: 30_000 });
});

test('phones that are silent at the same moment are all tried again soon, also who was silent first', () => {
  silent(irina, 0);
  silent(irina, 10);
  expect(silent(irina, 20)).toEqual({ [irina]: 30_000 });
  expect(silent(roman, 21)).toEqual({ [roman]: 1_000, [irina]: 1_000 });
  expect(silent(olha, 21)).toEqual({ [olha]: 1_000 });
  // The silence that all had was none of hers: it is her third by itself only now.
  expect(silent(irina, 60)).toEqual({ [irina]: 30_000 });
});

test('a caller who goes from one silent phone to the next shows that it is not the phones', () => {
  expect(silent(irina, 0)).toEqual({ [irina]: 1_000 });
  expect(silent(roman, 2)).toEqual({ [roman]: 1_000 });
  expect(silent(irina, 4.2)).toEqual({ [irina]: 1_000 });
  expect(silent(roman, 6.4)).toEqual({ [roman]: 1_000 });
  // A second later it is another matter.
  expect(silent(olha, 9.5)).toEqual({ [olha]: 1_000 });
  expect(silent(olha, 13)).toEqual({ [olha]: 5_000 });
});

test('whatever was silent when: nobody rests longer than half a minute, and only who was silent alone three times for more than 5 s', () => {
  const one = fc.record({
    operatorId: fc.constantFrom(irina, roman, olha),
    afterMs: fc.nat(10_000),
    forMs: fc.nat(3_000),
    isOurs: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), (all) => {
      const known = new SilentPhones();
      const alone = new Map<number, number>();
      let now = 0;
      for (const { operatorId, afterMs, forMs, isOurs } of all) {
        now += afterMs;
        const rests = known.silent({ operatorId, beganAtMs: now - forMs, endedAtMs: now, isOurs });
        if (!isOurs) alone.set(operatorId, (alone.get(operatorId) ?? 0) + 1);
        for (const [id, restMs] of rests) {
          expect(restMs).toBeLessThanOrEqual(30_000);
          expect(restMs).toBeGreaterThanOrEqual(1_000);
          if (restMs > 5_000) expect(alone.get(id)).toBeGreaterThanOrEqual(3);
        }
      }
    }),
  );
});
