import { HolosError } from '../errors.ts';
import { allCommands, commandNamed } from './commands.ts';
import { helpText } from './help.ts';
import { endWithOutput } from './parts/closed-output.ts';
import { explain } from './parts/explain.ts';

/** Finds the command and runs it. Exit codes: 0 done, 1 could not be done, 2 written wrongly. */
async function dispatch(words: string[]): Promise<number> {
  const { name, args } = readCommandLine(words);
  const command = await commandNamed(name);
  if (!command) {
    console.error(`There is no command ${name}.\n\n${helpText(await allCommands())}`);
    return 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof HolosError && error.code === 'cli.usage')) throw error;
    console.error(`${error.message}\nUsage: ./holos ${command.usage}`);
    return 2;
  }
}

/** `--help` anywhere asks for help. */
function readCommandLine([name = 'help', ...args]: string[]): { name: string; args: string[] } {
  if (name === '--help' || name === '-h') return { name: 'help', args };
  if (args.includes('--help') || args.includes('-h')) return { name: 'help', args: [name] };
  return { name, args };
}

endWithOutput();

try {
  process.exitCode = await dispatch(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
