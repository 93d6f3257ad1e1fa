import { clock } from './clock.svelte.ts';
import type { RequestSummary } from './contract.ts';

const open: RequestSummary['status'][] = ['new', 'given', 'reopened'];

/** Somebody still has to do something. */
export function isOpen({ status }: Pick<RequestSummary, 'status'>): boolean {
  return open.includes(status);
}

/** Whether a request is still to be done though its time is over. */
export function isLate(request: RequestSummary): boolean {
  return Date.parse(request.dueAt) < clock.nowMs && isOpen(request);
}
