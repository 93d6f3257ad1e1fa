import { spawn } from 'node:child_process';
import { HolosError } from '../errors.ts';

const LARGEST_OUTPUT_BYTES = 20_000_000;

/**
 * Runs a program, gives it `input`, and returns what it printed. The signal kills it.
 * @throws HolosError `speech.program-failed` when it cannot start, exits with another code than 0, prints too much
 *   or is killed
 */
export async function run(
  command: readonly [program: string, ...args: string[]],
  input: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const [program, ...args] = command;
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  let size = 0;
  let inputError: unknown;
  const child = spawn(program, args, { signal, killSignal: 'SIGKILL', stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that ends without reading breaks the pipe; whether that is a fault is told by its exit code.
  child.stdin.on('error', (error) => {
    inputError = error;
  });
  child.stdout.on('data', (part: Buffer) => {
    size += part.length;
    if (size > LARGEST_OUTPUT_BYTES) child.kill('SIGKILL');
    else output.push(part);
  });
  child.stderr.on('data', (part: Buffer) => {
    if (complaints.length < 10) complaints.push(part);
  });
  child.stdin.end(input);
  const exit = await new Promise<{ code: number | null; error?: unknown }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('close', (code) => resolve({ code }));
  });
  if (exit.code === 0) return Buffer.concat(output);
  throw new HolosError(
    'speech.program-failed',
    `${program} could not speak: install it, or mend the command in HOLOS_SPEECH_COMMAND`,
    { program, exitCode: exit.code, complaint: Buffer.concat(complaints).toString('utf8', 0, 500) },
    exit.error ?? inputError,
  );
}
