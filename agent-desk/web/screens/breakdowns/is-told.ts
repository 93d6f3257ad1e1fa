import { toldAheadMs } from '../../state/contract.ts';

/** Whether callers hear by now of what begins then. */
export function isTold(since: string, nowMs: number): boolean {
  return Date.parse(since) - nowMs < toldAheadMs;
}
