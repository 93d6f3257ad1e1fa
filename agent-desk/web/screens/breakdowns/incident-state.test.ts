import { expect, test } from 'vitest';
import { incidentState } from './incident-state.ts';

const at = (hour: number) => `2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`;

test.each([
  ['works of this afternoon are to come', { since: at(14), until: at(18), closedAt: null }, 'ahead'],
  ['what has begun goes on', { since: at(8), until: at(18), closedAt: null }, 'open'],
  ['also when nobody knows how long', { since: at(8), until: null, closedAt: null }, 'open'],
  ['what should be over is late', { since: at(8), until: at(11), closedAt: null }, 'late'],
  ['what was called off is closed', { since: at(14), until: at(18), closedAt: at(9) }, 'closed'],
] as const)('at noon: %s', (_, incident, state) => {
  expect(incidentState(incident, Date.parse(at(12)))).toBe(state);
});
