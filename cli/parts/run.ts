import { type ChildProcess, spawn } from 'node:child_process';
import { project } from './places.ts';

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes instead of where ours goes: a file that is open for writing. */
  readonly output?: number | undefined;
  /** Told with the child as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Ends the program (SIGTERM); then this rejects with Node's AbortError. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program in the project's folder, its output going where ours goes. Answers with its exit code; 1 when a signal ended it. */
export function run(
  command: readonly string[],
  { env = {}, output, onStart, signal }: RunOptions = {},
): Promise<number> {
  const [program = 'true', ...args] = command;
  const child = spawn(program, args, {
    cwd: project,
    stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
    env: { ...process.env, ...env },
    ...(signal && { signal }),
  });
  onStart?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** A program that came with the npm packages, run by this same Node. */
export function packaged(name: string, ...args: string[]): string[] {
  return [process.execPath, `${project}/node_modules/.bin/${name}`, ...args];
}
