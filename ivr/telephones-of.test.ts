import { expect, test } from 'vitest';
import type { AriChannel } from '../telephony/asterisk/node.ts';
import { roomId } from '../telephony/call/room.ts';
import { consultRoomId } from './queue/consult-room.ts';
import { telephonesOf } from './telephones-of.ts';

const callId = 'n1-7.7';
const lead = `n1-leg-3-a1-${callId}`;
const colleague = `n1-leg-4-a2-${callId}`;
const supervisor = `n1-supervisor-5-a3-${callId}`;
const outside = `n1-duty-a4-${callId}`;
const others = 'n1-leg-9-a5-n1-8.8';
const everywhere = [colleague, lead, supervisor, outside, others];

/** Asterisk has these telephones picked up, some of them with the caller and some in a consultation. */
function phones(
  up: string[],
  where: { withCaller?: string[]; inConsult?: string[] },
  said: { talkingTo?: number | null; asked?: { operatorId: number } | { number: string } | null } = {},
) {
  const bridges = [
    { id: roomId(callId), name: '', channels: [callId, ...(where.withCaller ?? [])] },
    { id: consultRoomId(callId), name: '', channels: where.inConsult ?? [] },
  ];
  const channels = up.map((id) => ({ id, state: 'Up', name: 'PJSIP/x' }) as AriChannel);
  const { talkingTo = 3, asked = null } = said;
  const found = telephonesOf({ id: callId, talkingTo, asked }, { channels, bridges });
  return {
    lead: found.lead?.channelId ?? null,
    asked: found.asked && [found.asked.channelId, found.asked.stage],
    onDuty: found.onDuty?.channelId ?? null,
  };
}
const nobody = { lead: null, asked: null, onDuty: null };

test('who leads is named by the log, with the caller or not, whatever order Asterisk tells them in', () => {
  expect(phones([colleague, lead], { inConsult: [lead, colleague] }).lead).toBe(lead);
  expect(phones([colleague, lead], { withCaller: [colleague, lead] }).lead).toBe(lead);
  expect(phones([lead], {}).lead).toBe(lead);
  expect(phones([lead], {}, { talkingTo: null }).lead).toBe(lead);
  expect(phones([others], { withCaller: [] })).toEqual(nobody);
});

test('in the moment of handing over it is who is with the caller already; who has only been asked leads nothing', () => {
  expect(phones([colleague, lead], { withCaller: [colleague] }).lead).toBe(colleague);
  expect(phones([colleague], {}).lead).toBeNull();
});

test('a supervisor leads where he has taken over, or is alone with the caller', () => {
  expect(phones([lead, supervisor], { withCaller: [lead, supervisor] }).lead).toBe(lead);
  expect(phones([lead, supervisor], { withCaller: [supervisor] }, { talkingTo: 5 }).lead).toBe(supervisor);
  expect(phones([supervisor], { withCaller: [supervisor] }).lead).toBe(supervisor);
  expect(phones([supervisor], {})).toEqual(nobody);
});

test('whoever is asked goes on where both hear each other, and nowhere else', () => {
  const asked = { operatorId: 4 };
  const both = [lead, colleague];
  expect(phones(everywhere, { inConsult: both }, { asked }).asked).toEqual([colleague, 'talking']);
  expect(phones(everywhere, { withCaller: both }, { asked }).asked).toEqual([colleague, 'three']);
  expect(phones(everywhere, { withCaller: [lead], inConsult: [colleague] }, { asked }).asked).toBeNull();
  expect(phones(everywhere, { inConsult: [lead] }, { asked }).asked).toBeNull();
  expect(phones(everywhere, { inConsult: both }).asked).toBeNull();
  const number = { asked: { number: '+380671234500' } };
  expect(phones(everywhere, { inConsult: [lead, outside] }, number).asked).toEqual([outside, 'talking']);
});

test('a telephone outside is talked to where no operator leads', () => {
  expect(phones([outside], { withCaller: [outside] })).toEqual({ ...nobody, onDuty: outside });
  expect(phones([outside, lead], { withCaller: [lead] }).onDuty).toBeNull();
});
