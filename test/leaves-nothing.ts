import { afterAll, expect } from 'vitest';

/**
 * A file of tests leaves nothing behind that goes on by itself. The next file has the same process, and may have stopped the clock:
 * what an earlier file waits for would then wait on that clock, and be what happens next there.
 */
const { setTimeout: set, clearTimeout: clear } = globalThis;
const waits = new Map<unknown, Error>();

function watched(then: (...values: unknown[]) => void, ms?: number, ...values: unknown[]): NodeJS.Timeout {
  const timer = set(() => {
    waits.delete(timer);
    then(...values);
  }, ms);
  waits.set(timer, new Error(`a timer of ${ms} ms`));
  return timer;
}

globalThis.setTimeout = Object.assign(watched, set);
globalThis.clearTimeout = (timer) => {
  waits.delete(timer);
  clear(timer);
};

/** A connection to the database that was closed is gone so much later. */
const momentMs = 50;

afterAll(async () => {
  if (left().length > 0) await new Promise((resolve) => set(resolve, momentMs));
  globalThis.setTimeout = set;
  globalThis.clearTimeout = clear;
  expect(left().map((begun) => begun.stack)).toEqual([]);
});

/** A limit on what nobody waits for any more does nothing. */
function left(): Error[] {
  return [...waits].flatMap(([timer, begun]) => ((timer as NodeJS.Timeout).hasRef() ? [begun] : []));
}
