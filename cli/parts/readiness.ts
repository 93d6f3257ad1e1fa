import { z } from 'zod';
import type { Settings } from '../../config/settings.ts';

const answerShape = z.object({ ready: z.boolean(), faults: z.array(z.string()).default([]) });
/** What the controller says of itself (GET /ready): whether calls are taken, and what is wrong all the same. */
export type Readiness = z.infer<typeof answerShape>;

/** Whether the controller whose desk is there says that calls are taken. */
export async function isReady(desk: string, limitMs = 2000): Promise<boolean> {
  return (await readiness(desk, limitMs)).ready;
}

export async function readiness(desk: string, limitMs = 2000): Promise<Readiness> {
  try {
    const answer = await fetch(`${desk}/ready`, { signal: AbortSignal.timeout(limitMs) });
    return answerShape.parse(await answer.json());
  } catch {
    // Nobody listens, nobody answers in time, or something else listens there: all mean the same here.
    return { ready: false, faults: [] };
  }
}

/** Where the desk is, or would be, by these settings. */
export function deskAddress(settings: Settings): string {
  return `http://${settings.address}:${settings.ports.desk}`;
}
