import type { Attempt } from '../../../agent-desk/contract/shapes.ts';

const attempt = (id: number, more: Partial<Attempt>): Attempt => ({
  id,
  campaignId: 1,
  number: `+38050111${String(2000 + id * 7)}`,
  try: 1,
  state: 'done',
  outcome: 'answered',
  answer: null,
  callId: null,
  ...more,
});
export const attempts: Attempt[] = [
  attempt(9, { state: 'dialling', outcome: null }),
  attempt(8, { state: 'talking', outcome: null, callId: 'call-9' }),
  attempt(7, { answer: 5, callId: 'call-7' }),
  attempt(6, { outcome: 'busy', try: 1 }),
  attempt(5, { answer: 4 }),
  attempt(4, { answer: 5 }),
  attempt(3, { outcome: 'no-answer', try: 2 }),
  attempt(2, { answer: 1 }),
  attempt(1, { outcome: 'hung-up' }),
];
