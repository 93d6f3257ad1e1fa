import { expect, test } from 'vitest';
import { people } from './people.ts';

test('words that make no sense are told with how it is written', async () => {
  const wrong = [
    ['kill', 'x'],
    ['add'],
    ['add', 'x'],
    ['change', 'x'],
    ['lock', 'x', '--role', 'operator'],
    ['add', 'x', '--role', 'boss'],
    ['--name', 'x'],
    ['add', 'x', 'y'],
  ];
  for (const words of wrong) await expect(people.run(words)).rejects.toMatchObject({ code: 'cli.usage' });
});
