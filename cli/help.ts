import { type Command, usageError } from './command.ts';

/** `help` shows all commands and is one of them, so it is given the list when it is asked. */
export function createHelp(allCommands: () => Promise<readonly Command[]>): Command {
  return {
    name: 'help',
    summary: 'Show the commands, or how one is written.',
    usage: 'help [command]',
    async run([name]) {
      const commands = await allCommands();
      const command = commands.find((one) => one.name === name);
      if (name !== undefined && !command) throw usageError(`There is no command ${name}.`);
      console.log(command ? `${command.summary}\nUsage: ./holos ${command.usage}` : helpText(commands));
      return 0;
    },
  };
}

export function helpText(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((one) => one.name.length));
  const lines = commands.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`);
  return ['Usage: ./holos <command>', '', ...lines, '', 'More: ./holos help <command>, docs/running.md'].join(
    '\n',
  );
}
