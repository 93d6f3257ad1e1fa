import { HolosError } from '../errors.ts';
import { startGroup } from '../program-group.ts';

const LARGEST_OUTPUT_BYTES = 20_000_000;

/**
 * Runs a program, gives it `input`, and returns what it printed. The signal kills it, and all that it began.
 * @throws HolosError `speech.program-failed` when it cannot start, exits with another code than 0, prints too much
 *   or is killed
 */
export async function run(
  command: readonly [program: string, ...args: string[]],
  input: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const [program] = command;
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  let size = 0;
  let inputError: unknown;
  const { child, kill, ended } = startGroup(command, { signal });
  // A program that ends without reading breaks the pipe; whether that is a fault is told by its exit code.
  child.stdin.on('error', (error) => {
    inputError = error;
  });
  child.stdout.on('data', (part: Buffer) => {
    size += part.length;
    if (size > LARGEST_OUTPUT_BYTES) kill();
    else output.push(part);
  });
  child.stderr.on('data', (part: Buffer) => {
    if (complaints.length < 10) complaints.push(part);
  });
  child.stdin.end(input);
  const exit = await ended;
  if (exit.code === 0) return Buffer.concat(output);
  throw new HolosError(
    'speech.program-failed',
    `${program} could not speak: install it, or mend the command in HOLOS_SPEECH_COMMAND`,
    { program, exitCode: exit.code, complaint: Buffer.concat(complaints).toString('utf8', 0, 500) },
    exit.error ?? inputError,
  );
}
