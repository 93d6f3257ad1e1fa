import { type ChildProcess, spawn } from 'node:child_process';
import { project } from './places.ts';

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes instead of where ours goes: a file that is open for writing. */
  readonly output?: number | undefined;
  /** Told with the child as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Ends the program (SIGTERM); then this rejects, with Node's AbortError or the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long the program may take to end, to tell what it knows; nobody waits for that unless told. */
  readonly patienceMs?: number;
}

/** Runs a program in the project's folder, its output going where ours goes. Answers with its exit code; 1 when a signal ended it. */
export async function run(
  command: readonly string[],
  { env = {}, output, onStart, signal, patienceMs }: RunOptions = {},
): Promise<number> {
  signal?.throwIfAborted();
  const [program = 'true', ...args] = command;
  const atOnce = patienceMs === undefined;
  const child = spawn(program, args, {
    cwd: project,
    stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
    env: { ...process.env, ...env },
    ...(signal && atOnce && { signal }),
  });
  onStart?.(child);
  const end = () => {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.once('exit', () => clearTimeout(limit));
  };
  if (!atOnce) signal?.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (ended) => resolve(ended ?? 1));
    });
    signal?.throwIfAborted();
    return code;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** A program that came with the npm packages, run by this same Node. */
export function packaged(name: string, ...args: string[]): string[] {
  return [process.execPath, `${project}/node_modules/.bin/${name}`, ...args];
}
