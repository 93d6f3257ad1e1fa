import { clock } from './clock.svelte.ts';
import type { RequestSummary } from './contract.ts';

const open: RequestSummary['status'][] = ['new', 'given', 'reopened'];

/** Whether a request is still to be done though its time is over. */
export function isLate({ dueAt, status }: RequestSummary): boolean {
  return Date.parse(dueAt) < clock.nowMs && open.includes(status);
}
