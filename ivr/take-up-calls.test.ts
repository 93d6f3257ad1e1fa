import { expect, test } from 'vitest';
import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import { roomId } from '../telephony/call/room.ts';
import { consultRoomId } from './queue/consult.ts';
import { type TakeUpParts, takeUpCalls } from './take-up-calls.ts';

const callId = 'n1-7.7';
const internalId = 'n1-internal-8';
const legs = [`n1-leg-3-a1-${callId}`, `n1-leg-4-a2-${callId}`];
const internalLegs = [`n1-leg-5-a3-${internalId}`, `n1-leg-6-a4-${internalId}`];
const bridges = [
  { id: roomId(callId), name: '', channels: [callId] },
  { id: consultRoomId(callId), name: '', channels: legs },
  { id: roomId(internalId), name: '', channels: internalLegs },
];

/** What is taken away when the link to Asterisk is (again) there. */
async function takenAway({
  live,
  internal,
  ringing = [],
}: Record<'live' | 'internal' | 'ringing', string[]>) {
  const taken: unknown[] = [];
  let sync: (inventory: NodeInventory) => Promise<void> = async () => undefined;
  const node = {
    onSync: (listener: typeof sync) => {
      sync = listener;
    },
    ari: async (_: string, __: string, { channelId, bridgeId }: Record<string, unknown>) =>
      taken.push(channelId ?? bridgeId),
  };
  const calls = new Map(live.map((id) => [id, { id, over: () => undefined }]));
  const parts = {
    ...{ node, live: calls, unfinished: async () => [], takenUp: async () => undefined },
    ...{ isLeftOver: () => false, isInternal: (id: string) => internal.includes(id) },
    services: { talks: { ofCall: () => undefined } },
  };
  takeUpCalls(parts as unknown as TakeUpParts);
  const ids = [callId, ...legs, ...internalLegs];
  const dialplan = { context: 'nowhere', exten: 's' };
  const channels = ids.map((id) => {
    const state = ringing.includes(id) ? 'Ringing' : 'Up';
    return { id, state, name: 'PJSIP/x', dialplan } as AriChannel;
  });
  await sync({ channels, bridges });
  return taken.sort();
}

const ofTheCall = [callId, ...legs, roomId(callId), consultRoomId(callId)].sort();
const ofColleagues = [...internalLegs, roomId(internalId)].sort();

test('a link that was cut takes nothing away from those who talk: neither a consultation nor a call between colleagues', async () => {
  const ringing = [legs[1] ?? '', internalLegs[1] ?? ''];
  expect(await takenAway({ live: [callId], internal: [internalId], ringing: [] })).toEqual([]);
  expect(await takenAway({ live: [callId], internal: [internalId], ringing })).toEqual([]);
});

test('what nobody leads is taken away', async () => {
  expect(await takenAway({ live: [], internal: [internalId], ringing: [] })).toEqual(ofTheCall);
  expect(await takenAway({ live: [callId], internal: [], ringing: [] })).toEqual(ofColleagues);
  expect(await takenAway({ live: [], internal: [], ringing: [] })).toEqual(
    [...ofTheCall, ...ofColleagues].sort(),
  );
});
