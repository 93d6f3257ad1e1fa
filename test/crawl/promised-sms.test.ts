import { expect, test } from 'vitest';
import { neverSent } from './promised-sms.ts';

const said = ['request.number', 'request.sms', 'main', 'emergency.number', 'sms.coming', 'sms.coming'];
const toHim = [
  { callId: 'n1-7', why: 'request-accepted' },
  { callId: 'n1-5', why: 'emergency-number' },
];

test('an SMS that was promised in a call is one of that call, and for that', () => {
  expect(neverSent(said, 'n1-7', toHim)).toEqual(['sms.coming']);
  expect(neverSent(said, 'n1-5', toHim)).toEqual(['request.sms']);
  expect(neverSent(['request.number'], 'n1-7', [])).toEqual([]);
});
