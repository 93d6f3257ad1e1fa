import type { Settings } from '../../config/settings.ts';

/** Whether the controller says that calls are taken (GET /ready). */
export async function isReady(settings: Settings, limitMs = 2000): Promise<boolean> {
  try {
    const answer = await fetch(`${deskAddress(settings)}/ready`, { signal: AbortSignal.timeout(limitMs) });
    return answer.ok;
  } catch {
    // Nobody listens, or nobody answers in time: both mean the same here.
    return false;
  }
}

export function deskAddress(settings: Settings): string {
  return `http://${settings.address}:${settings.ports.desk}`;
}
