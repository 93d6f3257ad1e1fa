import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

function held(): { promise: Promise<void>; release: () => void } {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

test('live work goes before what is made ahead, and no more than agreed runs at once', async () => {
  const turns = new Turns(1);
  const order: string[] = [];
  const first = held();
  const all = [
    turns.take('ahead', never, () => first.promise),
    turns.take('ahead', never, async () => order.push('ahead')),
    turns.take('live', never, async () => order.push('live')),
  ];
  first.release();
  await Promise.all(all);
  expect(order).toEqual(['live', 'ahead']);
});

test('who gives up waiting leaves the line, and work that fails frees its place', async () => {
  const turns = new Turns(1);
  const first = held();
  const working = turns.take('live', never, () =>
    first.promise.then(() => Promise.reject(new Error('broken'))),
  );
  const impatient = new AbortController();
  const waiting = turns.take('live', impatient.signal, async () => 'never');
  impatient.abort(new Error('too long'));
  await expect(waiting).rejects.toThrow('too long');
  first.release();
  await expect(working).rejects.toThrow('broken');
  await expect(turns.take('ahead', never, async () => 'done')).resolves.toBe('done');
});
