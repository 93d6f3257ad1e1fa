import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { codeOf } from './errors.ts';
import { timeLimit } from './time-limit.ts';

/** What a program has printed is read for so long after its own end: something that it began may keep its output open for ever. */
const restMs = 1_000;

export interface ProgramGroup {
  readonly child: ChildProcessWithoutNullStreams;
  /** Ends the program, and all that it began. */
  kill(): void;
  /** Its exit code; null when it was killed, or (with `error`) could not be started. */
  readonly ended: Promise<{ code: number | null; error?: unknown }>;
}

/**
 * Starts a program as a group of processes, which is killed as a whole when the signal says so or the time is over: of a script that is killed
 * alone, whatever it waits for goes on, keeps its output open, and its end is not heard of until that ends, too.
 */
export function startGroup(
  [program, ...args]: readonly [program: string, ...args: string[]],
  { signal, limitMs }: { signal: AbortSignal; limitMs?: number },
): ProgramGroup {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const kill = () => killGroup(child.pid);
  const stops = limitMs === undefined ? [] : [timeLimit(limitMs, kill)];
  child.once('exit', () => {
    stops.push(timeLimit(restMs, () => void [child.stdout, child.stderr].map((one) => one.destroy())));
  });
  if (signal.aborted) kill();
  signal.addEventListener('abort', kill, { once: true });
  const ended = new Promise<{ code: number | null; error?: unknown }>((resolve) => {
    // Of one that has begun, the end is told by its close.
    child.on('error', (error) => child.pid === undefined && resolve({ code: null, error }));
    child.once('close', (code) => resolve({ code }));
  }).finally(() => {
    signal.removeEventListener('abort', kill);
    for (const stop of stops) stop();
  });
  return { child, kill, ended };
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // All of them have just gone by themselves.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
