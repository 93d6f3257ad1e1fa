import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { standStill } from './test/fakes/stand-still.ts';
import { timeLimit, within } from './time-limit.ts';

/** What happens first: the limit, or what is waited for. */
function limited(limitMs: number, work: Promise<unknown>): Promise<'in time' | 'late'> {
  return new Promise((resolve) => {
    const stop = timeLimit(limitMs, () => resolve('late'));
    void work.then(() => {
      stop();
      resolve('in time');
    });
  });
}

test('what takes too long is late', async () => {
  expect(await limited(20, pause(200))).toBe('late');
});

test('what came while this process stood still came in time, and so did what follows from it', async () => {
  const child = spawn('sh', ['-c', 'echo ready; read line; echo answer'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.stdin.write('?\n');
  const answer = once(child.stdout, 'data').then(() => pause(50));
  const came = limited(100, answer);
  standStill(600);
  expect(await came).toBe('in time');
});

test('a process that stood still waits no longer for what has not come', async () => {
  const came = limited(100, pause(5_000, undefined, { ref: false }));
  standStill(600);
  const goesOnMs = performance.now();
  expect(await came).toBe('late');
  expect(performance.now() - goesOnMs).toBeLessThan(2_000);
});

test('a process that is always behind waits no longer, either', async () => {
  const busy = setInterval(() => standStill(150), 1);
  try {
    expect(await limited(50, pause(4_000, undefined, { ref: false }))).toBe('late');
  } finally {
    clearInterval(busy);
  }
});

test('a limit comes though a listener has gone and garbage was collected', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const caller = new AbortController();
  const limit = within(1_000, caller.signal);
  // Somebody who needed it for less is done with it.
  const shorter = AbortSignal.any([new AbortController().signal, limit]);
  const listener = () => undefined;
  shorter.addEventListener('abort', listener);
  shorter.removeEventListener('abort', listener);
  // Each takes a tenth of a second where many sources are loaded: twice, and the limit is still to come.
  for (const _ of [1, 2]) {
    collectGarbage();
    await turn();
  }
  expect(limit.aborted).toBe(false);
  await vi.waitFor(() => expect(limit.aborted).toBe(true), 10_000);
});

test('a limit ends with its signal, and with its reason', async () => {
  const caller = new AbortController();
  const limit = within(10_000, caller.signal);
  caller.abort(new Error('hung up'));
  expect(limit.aborted).toBe(true);
  expect(limit.reason).toEqual(new Error('hung up'));
  expect(within(10_000, caller.signal).aborted).toBe(true);
});
