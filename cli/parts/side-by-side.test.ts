import { expect, test } from 'vitest';
import type { Piece } from './kinds.ts';
import { sideBySide } from './side-by-side.ts';
import { nothing } from './tally.ts';

/** Pieces that end when they are told to; which of them run is seen at any time. */
function pieces(...names: string[]) {
  const running = new Map<string, (error?: Error) => void>();
  const all = names.map(
    (name): Piece => ({
      name,
      needs: name.startsWith('calm') ? 'calm' : undefined,
      run: () =>
        new Promise((resolve, reject) =>
          running.set(name, (error) => {
            running.delete(name);
            if (error) reject(error);
            else resolve({ ...nothing, passed: 1 });
          }),
        ),
    }),
  );
  const run = (signal = new AbortController().signal, untilRoomy?: (stop: () => boolean) => Promise<void>) =>
    sideBySide(all, {
      lanes: 4,
      takes: ({ needs }) => (needs ? 3 : 1),
      signal,
      ...(untilRoomy && { untilRoomy }),
    });
  const areRunning = (...expected: string[]) =>
    expect.poll(() => [...running.keys()].sort()).toEqual(expected.sort());
  return { run, areRunning, end: (name: string, error?: Error) => running.get(name)?.(error) };
}

test('pieces begin in their order, and one that takes several lanes waits until so many are free', async () => {
  const { run, areRunning, end } = pieces('a', 'b', 'c', 'calm', 'd', 'calm-too');
  const results = run();
  await areRunning('a', 'b', 'c');
  end('b');
  await areRunning('a', 'c');
  end('a');
  await areRunning('c', 'calm');
  end('c');
  await areRunning('calm', 'd');
  end('calm');
  await areRunning('d', 'calm-too');
  end('d');
  end('calm-too');
  const names = (await results).map(({ piece, tally }) => [piece.name, tally.passed]);
  expect(names).toEqual(['a', 'b', 'c', 'calm', 'd', 'calm-too'].map((name) => [name, 1]));
});

test('once it is broken off, nothing more begins', async () => {
  const { run, areRunning, end } = pieces('a', 'b', 'c', 'd', 'e');
  const abort = new AbortController();
  const results = run(abort.signal);
  results.catch(() => undefined);
  await areRunning('a', 'b', 'c', 'd');
  abort.abort(new Error('broken off'));
  end('a', new Error('broken off'));
  await expect(results).rejects.toThrow('broken off');
  await areRunning('b', 'c', 'd');
});

test('where the machine is busy only one runs, and the next begins when there is room', async () => {
  const { run, areRunning, end } = pieces('a', 'b', 'c');
  let roomy = false;
  const results = run(undefined, async (stop) => {
    while (!roomy && !stop()) await new Promise(setImmediate);
  });
  await areRunning('a');
  end('a');
  await areRunning('b');
  roomy = true;
  await areRunning('b', 'c');
  end('b');
  end('c');
  await results;
});
