import type { DeskCall, Feedback, Home, Sms } from '../../agent-desk/contract/shapes.ts';
import { ago, deskCall, incidents } from './fake-data.ts';

/** What residents do by voice, and what is known of a home. All of it is made up. */

export const home: Home = {
  email: 'oleksandra.kovalenko@example.com',
  hasPin: true,
  meters: [
    {
      ...{ id: 1, kind: 'cold-water', place: 'kitchen', serial: 'ВХ-4471902', verifiedUntil: '2028-05-01' },
      outOfServiceSince: null,
      last: { value: '412.350', period: '2026-02', takenAt: ago(900_000), doubts: [] },
    },
    {
      ...{ id: 2, kind: 'hot-water', place: 'bathroom', serial: 'ВГ-4471955', verifiedUntil: '2025-05-01' },
      outOfServiceSince: null,
      last: { value: '198.000', period: '2026-03', takenAt: ago(30_000), doubts: ['lower', 'overdue'] },
    },
    {
      ...{ id: 3, kind: 'electricity', place: 'landing', serial: 'НІК-208114', verifiedUntil: null },
      outOfServiceSince: '2026-01-15',
      last: null,
    },
  ],
  incidents: incidents.slice(0, 1),
};

export const sms: Sms[] = [
  {
    id: 2,
    text: 'Заявку 26-001202 прийнято. Виконаємо до 24.11.2026.',
    state: 'sent',
    createdAt: ago(4_000),
    endedAt: ago(3_990),
  },
  { id: 1, text: 'Аварійна служба: 1580.', state: 'failed', createdAt: ago(90_000), endedAt: ago(89_000) },
];

export const feedback: Feedback[] = [
  {
    ...{ id: 3, callId: 'call-7', number: '+380631110099', hotline: 'city', score: 1, givenAt: ago(5_000) },
    ...{ requestId: 3, requestNumber: 'З-2026-001203', commentMs: 21_000, callback: 'promised' as const },
  },
  {
    ...{ id: 2, callId: 'call-5', number: '+380991234500', hotline: 'city', score: 5, givenAt: ago(9_000) },
    ...{ requestId: null, requestNumber: null, commentMs: null, callback: 'none' as const },
  },
];

/** An emergency, from a number of several people one of whom has shown that the account is his. */
export function emergencyCall(stage: DeskCall['stage'], callId: string): DeskCall {
  const call = deskCall('several', stage, callId);
  return {
    ...call,
    steps: [
      ...call.steps.slice(0, -3),
      { at: ago(30), kind: 'flow', flow: 'mainMenu' },
      { at: ago(28), kind: 'key', key: '2' },
      { at: ago(28), kind: 'flow', flow: 'debt' },
      ...[...'••••'].map((key) => ({ at: ago(24), kind: 'key', key })),
      { at: ago(23), kind: 'verified', accountId: 300, by: 'pin' },
      { at: ago(20), kind: 'key', key: '#' },
      { at: ago(20), kind: 'flow', flow: 'mainMenu' },
      { at: ago(18), kind: 'key', key: '1' },
      { at: ago(18), kind: 'flow', flow: 'leaveRequest' },
      { at: ago(15), kind: 'key', key: '1' },
      { at: ago(15), kind: 'noted', name: 'request.category', value: 'lift-stuck' },
      { at: ago(14), kind: 'waiting', queue: 'operators', position: 1, emergency: true },
    ],
  };
}
