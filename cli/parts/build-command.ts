import { isOfTheDisk } from './explain.ts';
import { buildProgram, command } from './program-build.ts';

/**
 * Run by ./holos before a command when a source has changed. When it fails, the command runs from its sources, and says itself
 * what is wrong; so a folder that cannot be written is not told here, nor a full disk.
 */
try {
  await buildProgram(command);
} catch (error) {
  if (!isOfTheDisk(error)) console.error(`${(error as Error).message}\nIt runs from its sources.`);
  process.exitCode = 1;
}
