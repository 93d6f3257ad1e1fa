import type { Incident } from '../../state/contract.ts';

type IncidentState = 'ahead' | 'open' | 'late' | 'closed';

/** How far it is: `ahead` has not begun, `late` should be over by now. */
export function incidentState(
  { since, until, closedAt }: Pick<Incident, 'since' | 'until' | 'closedAt'>,
  nowMs: number,
): IncidentState {
  if (closedAt !== null) return 'closed';
  if (until !== null && Date.parse(until) < nowMs) return 'late';
  return Date.parse(since) > nowMs ? 'ahead' : 'open';
}
