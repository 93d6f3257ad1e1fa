import { expect, test } from 'vitest';
import { Bus } from './events.ts';

const refused = (kind: string) => ({ kind, address: '127.0.0.9' });

test('what a listener tells is heard by all after what it has heard itself', () => {
  const bus = new Bus((error) => expect.unreachable(String(error)));
  const heard: string[] = [];
  bus.on('refused', ({ kind }) => {
    if (kind === 'first') bus.emit('refused', refused('second'));
  });
  bus.on('refused', ({ kind }) => void heard.push(kind));
  bus.emit('refused', refused('first'));
  expect(heard).toEqual(['first', 'second']);
});

test('a listener that throws is reported, and keeps nothing from anybody', () => {
  const reported: unknown[] = [];
  const bus = new Bus((error, name) => void reported.push([name, error]));
  const heard: string[] = [];
  const fault = new Error('no');
  bus.on('refused', () => {
    throw fault;
  });
  bus.on('refused', ({ kind }) => void heard.push(kind));
  for (const kind of ['first', 'second']) bus.emit('refused', refused(kind));
  expect(heard).toEqual(['first', 'second']);
  expect(reported).toEqual([
    ['refused', fault],
    ['refused', fault],
  ]);
});
