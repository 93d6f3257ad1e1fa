import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('where the machine is busy only one is let in, and the next when there is room or nobody is in, in their order', async () => {
  let idleNow = 0;
  const gate = new Gate(async (share, stop) => {
    while (idleNow < share && !stop()) await new Promise(setImmediate);
  });
  const inside: string[] = [];
  const all = ['a', 'b', 'c', 'd'].map((name) =>
    gate.pass({ beside: 9, idle: 0.2 }).then(() => inside.push(name)),
  );
  const are = (...names: string[]) => expect.poll(() => inside).toEqual(names);
  await are('a');
  gate.left();
  await are('a', 'b');
  idleNow = 0.3;
  await are('a', 'b', 'c', 'd');
  await Promise.all(all);
});

test('what wants few beside it waits until they are few, and whoever comes later waits behind it', async () => {
  const gate = new Gate(async () => undefined);
  const inside: string[] = [];
  const comes = (name: string, beside: number) =>
    gate.pass({ beside, idle: 0 }).then(() => inside.push(name));
  await Promise.all(['a', 'b', 'c'].map((name) => comes(name, 9)));
  const calm = comes('calm', 1);
  const later = comes('later', 9);
  gate.left();
  // Whatever could come of it has come when the loop of events has gone round.
  await new Promise(setImmediate);
  expect(inside).toEqual(['a', 'b', 'c']);
  gate.left();
  await Promise.all([calm, later]);
  expect(inside).toEqual(['a', 'b', 'c', 'calm', 'later']);
});
