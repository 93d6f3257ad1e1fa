import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('where the machine is busy only one is let in, and the next when there is room or nobody is in, in their order', async () => {
  let roomy = false;
  const gate = new Gate(async (stop) => {
    while (!roomy && !stop()) await new Promise(setImmediate);
  });
  const inside: string[] = [];
  const all = ['a', 'b', 'c', 'd'].map((name) => gate.pass().then(() => inside.push(name)));
  const are = (...names: string[]) => expect.poll(() => inside).toEqual(names);
  await are('a');
  gate.left();
  await are('a', 'b');
  roomy = true;
  await are('a', 'b', 'c', 'd');
  await Promise.all(all);
});
