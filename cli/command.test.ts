import { describe, expect, test } from 'vitest';
import { readArguments } from './command.ts';
import { allCommands, commandNamed } from './commands.ts';
import { helpText } from './help.ts';

const commands = await allCommands();

test('help names every command with what it does', () => {
  const text = helpText(commands);
  for (const { name, summary } of commands)
    expect(text).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
});

test('no two commands have one name, and each is written as it is called', async () => {
  const names = commands.map((command) => command.name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, usage } of commands) expect(usage.split(' ')[0]).toBe(name);
  for (const command of commands.filter(({ name }) => name !== 'help'))
    expect(await commandNamed(command.name)).toBe(command);
  expect(await commandNamed('toString')).toBeUndefined();
});

describe('what is written after a command', () => {
  const options = { json: { type: 'boolean', default: false } } as const;

  test('options are read', () => {
    expect(readArguments(['--json'], options).values.json).toBe(true);
    expect(readArguments([], options).values.json).toBe(false);
  });

  test('an unknown option is a fault of usage', () => {
    expect(() => readArguments(['--jso'], options)).toThrow(expect.objectContaining({ code: 'cli.usage' }));
  });

  test('one word too many is a fault of usage', () => {
    expect(() => readArguments(['calls', 'web'], options, 1)).toThrow('web is one word too many');
  });
});
