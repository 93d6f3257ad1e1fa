import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Where Node's inspector listens once it is asked for; the bench's network is its own. */
const inspector = 'http://127.0.0.1:9229/json/list';
const inspectorLimitMs = 5_000;

/**
 * Has a Node process give back whatever it does not use: what it takes afterwards is what it holds, not when its collector
 * last felt like working. By Node's own inspector, which SIGUSR1 starts; the process knows nothing of it.
 */
export async function collectGarbage(pid: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspectorOf());
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
    await once(socket, 'message');
  } finally {
    socket.close();
  }
}

async function inspectorOf(): Promise<string> {
  const until = performance.now() + inspectorLimitMs;
  while (true) {
    try {
      const targets = (await (await fetch(inspector)).json()) as { webSocketDebuggerUrl: string }[];
      if (targets[0]) return targets[0].webSocketDebuggerUrl;
    } catch (error) {
      // The signal was sent just now.
      if (performance.now() > until) throw error;
    }
    await pause(100);
  }
}

function once(socket: WebSocket, event: 'open' | 'message'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
  });
}
