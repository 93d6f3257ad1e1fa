import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeLine, lineChange } from './line.ts';
import type { WaitingCaller } from './shapes.ts';

const waiting = (n: number, more: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ callId: `call-${n}`, since: '2026-11-28T10:00:00.000Z', number: '+380501112233', name: null },
  ...{ emergency: false, callback: false, first: false, keptFor: null },
  ...more,
});
const line = (...all: number[]) => all.map((n) => waiting(n));

it('makes the line after of the line before, whoever has come, gone, moved or become known', () => {
  const lines = fc.uniqueArray(fc.record({ n: fc.nat(12), first: fc.boolean() }), { selector: ({ n }) => n });
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      const [before, after] = [one, other].map((all) => all.map(({ n, first }) => waiting(n, { first })));
      expect(changeLine(before ?? [], lineChange(before ?? [], after ?? []))).toEqual(after);
    }),
  );
});

it('says nothing of those who stay as they are', () => {
  const all = Array.from({ length: 200 }, (_, n) => n);
  expect(lineChange(line(...all), line(...all))).toEqual({ gone: [], put: [] });
  expect(lineChange(line(...all), line(...all.slice(1), 200))).toEqual({
    gone: ['call-0'],
    put: [{ at: 199, caller: waiting(200) }],
  });
  expect(lineChange(line(...all), line(...all.toSpliced(7, 1), 7)).put.length).toBeGreaterThan(0);
  expect(lineChange(line(...all), line(7, ...all.toSpliced(7, 1)))).toEqual({
    gone: [],
    put: [{ at: 0, caller: waiting(7) }],
  });
  const known = line(...all).with(3, waiting(3, { name: 'Олена Ткач' }));
  expect(lineChange(line(...all), known)).toEqual({ gone: [], put: [{ at: 3, caller: known[3] }] });
});
