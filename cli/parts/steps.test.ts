import { expect, test } from 'vitest';
import { type Say, seconds, step } from './steps.ts';

function paper() {
  const lines: string[] = [];
  return { isTerminal: false, lines, write: (text: string) => lines.push(text) };
}

test('a step shows how it goes on, what came of it and how long it took', async () => {
  const screen = paper();
  const run = async (say: Say) => {
    say('fetching');
    say('fetching');
    say('package 1 of 300', 'detail');
    return 'installed 2';
  };
  await step('packages', run, screen);
  expect(screen.lines).toEqual([
    '… packages: fetching\n',
    expect.stringMatching(/^✓ packages: installed 2 · 0\.\d s\n$/),
  ]);
});

test('of steps beside each other a terminal shows the one that has something new to tell, and each as it ends', async () => {
  const screen = { ...paper(), isTerminal: true };
  const ends: (() => void)[] = [];
  const says: Say[] = [];
  const going = (name: string) =>
    step(name, (say) => new Promise<void>((resolve) => void [says.push(say), ends.push(resolve)]), screen);
  const both = [going('packages'), going('telephony')];
  says[0]?.('unpacking');
  says[1]?.('fetching');
  says[0]?.('setting up');
  for (const end of ends) end();
  await Promise.all(both);
  const shown = screen.lines.map((line) => line.replace('\r\x1b[2K', '').replace(/ · .*/s, ''));
  expect(shown).toEqual([
    ...['… packages: unpacking', '… telephony: fetching', '… packages: setting up'],
    ...['✓ packages', '✓ telephony'],
  ]);
});

test('a step that fails is marked, and the fault goes on to whoever started it', async () => {
  const screen = paper();
  await expect(step('desk', () => Promise.reject(new Error('no')), screen)).rejects.toThrow('no');
  expect(screen.lines.at(-1)).toMatch(/^✗ desk/);
});

test('times are short to read', () => {
  expect([seconds(1234), seconds(59_990), seconds(61_000)]).toEqual(['1.2 s', '60.0 s', '1 min 1 s']);
});
