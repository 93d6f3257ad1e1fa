import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { usualLimitMs } from '../db/in-time.ts';
import { Bus, type Step } from '../events.ts';
import { createLog } from '../log.ts';
import { carrierContext } from '../telephony/asterisk/configure-dialplan.ts';
import type { AriChannel, NodeInventory, NodeState } from '../telephony/asterisk/node.ts';
import type { Call } from '../telephony/call/call.ts';
import { roomId } from '../telephony/call/room.ts';
import { consultRoomId } from './queue/consult-room.ts';
import { type TakeUpParts, takeUpCalls, type Unfinished } from './take-up-calls.ts';

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
  consulted = live,
}: Record<'live' | 'internal', string[]> & { consulted?: string[] }) {
  const taken: unknown[] = [];
  let sync: (inventory: NodeInventory) => Promise<void> = async () => undefined;
  const node = {
    onSync: (listener: typeof sync) => {
      sync = listener;
    },
    onState: () => () => undefined,
    // Whoever leads a call, or a talk of colleagues, follows what is told of its telephones.
    isFollowed: (id: string) => [...live, ...internal].some((led) => id.endsWith(led)),
    ari: async (_: string, __: string, { channelId, bridgeId }: Record<string, unknown>) =>
      taken.push(channelId ?? bridgeId),
  };
  const calls = new Map(live.map((id) => [id, { id, over: () => undefined }]));
  const parts = {
    ...{ node, live: calls, unfinished: async () => [], takenUp: async () => undefined },
    ...{ isLeftOver: () => false, isInternal: (id: string) => internal.includes(id) },
    isConsulted: (id: string) => consulted.includes(id),
    services: { talks: { ofCall: () => undefined } },
  };
  takeUpCalls(parts as unknown as TakeUpParts);
  const ids = [callId, ...legs, ...internalLegs];
  const dialplan = { context: 'nowhere', exten: 's' };
  const channels = ids.map((id) => ({ id, state: 'Up', name: 'PJSIP/x', dialplan }) as AriChannel);
  await sync({ channels, bridges });
  return taken.sort();
}

const ofTheCall = [callId, ...legs, roomId(callId), consultRoomId(callId)].sort();
const ofColleagues = [...internalLegs, roomId(internalId)].sort();

test('a link that was cut takes nothing away from those who talk: neither a consultation nor a call between colleagues', async () => {
  expect(await takenAway({ live: [callId], internal: [internalId] })).toEqual([]);
});

test('the room of a consultation that ended while the link was lost is taken away, and the call goes on', async () => {
  const consulted: string[] = [];
  expect(await takenAway({ live: [callId], internal: [internalId], consulted })).toEqual([
    consultRoomId(callId),
  ]);
});

test('what nobody leads is taken away', async () => {
  expect(await takenAway({ live: [], internal: [internalId] })).toEqual(ofTheCall);
  expect(await takenAway({ live: [callId], internal: [] })).toEqual(ofColleagues);
  expect(await takenAway({ live: [], internal: [] })).toEqual([...ofTheCall, ...ofColleagues].sort());
});

test('a call that has gone with the link was over when that was lost, however long it was away', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-26T02:00:00Z') });
  const over = vi.fn();
  const listeners = { state: (_: NodeState) => {}, sync: async (_: NodeInventory) => {} };
  const node = {
    onState: (listener: typeof listeners.state) => Object.assign(listeners, { state: listener }),
    onSync: (listener: typeof listeners.sync) => Object.assign(listeners, { sync: listener }),
  };
  const live = new Map([[callId, { id: callId, over }]]);
  const parts = { node, live, unfinished: async () => [], takenUp: async () => undefined };
  takeUpCalls(parts as unknown as TakeUpParts);
  listeners.state('up');
  const lostAt = new Date();
  for (const state of ['down', 'syncing', 'down'] as const) {
    listeners.state(state);
    vi.setSystemTime(Date.now() + 3_600_000);
  }
  listeners.state('syncing');
  await listeners.sync({ channels: [], bridges: [] });
  vi.useRealTimers();
  expect(over.mock.calls).toEqual([['asterisk-lost', lostAt]]);
});

describe('while the database is away', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-26T10:00:00Z') }));
  afterEach(() => vi.useRealTimers());

  const channelOf = (id: string, state: string, context = 'nowhere') =>
    ({ id, state, name: 'PJSIP/x', dialplan: { context, exten: '750600' }, caller: {} }) as AriChannel;
  const ringing = channelOf('n1-ringing', 'Ring', carrierContext);
  const earlier = channelOf('n1-earlier', 'Up', carrierContext);
  const unknown = channelOf('n1-unknown', 'Up');
  const came = channelOf('n1-came', 'Up');

  function world() {
    const told: string[] = [];
    const endedAt: Record<string, Date> = {};
    const bus = new Bus((error) => {
      throw error;
    });
    bus.on('step', (step: Step) => {
      if (step.kind === 'ended') endedAt[step.callId] = step.at;
      told.push(`${step.callId} ${step.kind}${step.kind === 'ended' ? `: ${step.result}` : ''}`);
    });
    let sync: (inventory: NodeInventory) => Promise<void> = async () => undefined;
    const node = {
      onSync: (listener: typeof sync) => {
        sync = listener;
      },
      onSubject: () => () => undefined,
      onState: () => () => undefined,
      isFollowed: (id: string) => live.has(id),
      async ari(_: string, operation: string, { channelId }: Record<string, unknown>) {
        if (operation === 'hangup') told.push(`${channelId} taken away`);
        // Here every flow waits: what becomes of it is not told of here.
        else if (operation !== 'destroy') await new Promise(() => undefined);
      },
    };
    /** What the database is asked, each until the test answers it. */
    const asked: { resolve: (calls: Unfinished[]) => void; reject: (error: Error) => void }[] = [];
    const hotlines = [
      { id: '750-600', numbers: ['750600'], languages: ['uk'], longestCallMin: 30, menu: [] },
    ];
    const company = {
      queues: [{ id: 'dispatcher' }],
      hotlines: hotlines.map((one) => ({ ...one, menu: [{ queue: 'dispatcher' }] })),
      ...{ country: 'UA', areaCode: '342', executors: [], outgoing: { foreign: [], premium: [] } },
    };
    const takenUp = vi.fn(async () => undefined);
    const live = new Map<string, Call>();
    /** Who stands on the list of those who have waited in vain. */
    const gaveUp: string[] = [];
    const callbacks = { gaveUp: ({ callId: id }: { callId: string }) => void gaveUp.push(id) };
    const line = {
      ...{ join: () => ({ outcome: new Promise(() => undefined) }), leave: () => undefined },
      ...{ position: () => 1, estimateMs: () => null },
    };
    const parts = {
      ...{ node, bus, company, takenUp, live, log: createLog('silent') },
      unfinished: () =>
        new Promise<Unfinished[]>((resolve, reject) => {
          asked.push({ resolve, reject });
        }),
      inventory: async () => ({ channels: [ringing, earlier, unknown, came], bridges: [] }),
      ...{ isLeftOver: () => false, isInternal: () => false },
      supervisingInterrupted: () => {
        throw new Error('a bug');
      },
      ...{ normalise: () => null, identify: async () => ({ as: 'none', residentIds: [], language: null }) },
      services: { company, callbacks, line, talks: { ofCall: () => undefined } },
    };
    takeUpCalls(parts as unknown as TakeUpParts);
    const comesUp = () => sync({ channels: [ringing, earlier, unknown], bridges: [] });
    return { comesUp, told, asked, takenUp, live, gaveUp, endedAt };
  }

  const earlierCall = {
    ...{ id: earlier.id, direction: 'in', hotline: '750-600', number: null, language: 'uk' },
    ...{ arrivedAt: new Date('2026-11-26T09:59:00Z'), knownUntil: new Date('2026-11-26T09:59:40Z') },
    ...{ flow: null, waiting: null, talked: null },
    ...{
      talkingSince: null,
      talkingTo: null,
      hasTalked: false,
      supervisedBy: null,
      asked: null,
      calledBack: false,
      isPromised: false,
      recordingOffBy: null,
    },
  } as const satisfies Unfinished;
  /** Came and went while the database did not answer. */
  const since = { ...earlierCall, id: 'n1-since', arrivedAt: new Date('2026-11-26T10:00:01Z') };

  test('the node is up in time, who rings is answered, and all others are let be', async () => {
    const { comesUp, told, takenUp } = world();
    const up = comesUp();
    await vi.advanceTimersByTimeAsync(usualLimitMs);
    await up;
    expect(told).toEqual(['n1-ringing arrived', 'n1-ringing flow', 'n1-ringing identified']);
    expect(takenUp).not.toHaveBeenCalled();
  });

  test('when it answers, what there was is taken up, and what has come since is left alone', async () => {
    const { comesUp, told, asked, takenUp } = world();
    const up = comesUp();
    await vi.advanceTimersByTimeAsync(usualLimitMs);
    await up;
    told.length = 0;
    asked[0]?.resolve([earlierCall, since]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['n1-earlier interrupted', 'n1-earlier flow', 'n1-unknown taken away']);
    expect(takenUp).toHaveBeenCalledOnce();
  });

  test('who was sent on and waits again was talked to, whether he has hung up before he is taken up or does so after it', async () => {
    const { comesUp, told, asked, live, gaveUp } = world();
    const up = comesUp();
    const waiting = { queue: 'dispatcher', since: new Date('2026-11-26T09:59:30Z'), emergency: false };
    const sentOn = { ...earlierCall, number: '+380501112233', waiting, hasTalked: true };
    const gone = [
      { ...sentOn, id: 'n1-gone' },
      { ...sentOn, id: 'n1-never', hasTalked: false },
    ];
    asked[0]?.resolve([sentOn, ...gone]);
    await up;
    expect(live.get(earlier.id)?.result).toBe('talked');
    expect(told.filter((one) => one.includes('ended')).sort()).toEqual([
      'n1-gone ended: talked',
      'n1-never ended: abandoned',
    ]);
    expect(gaveUp).toEqual(['n1-gone', 'n1-never']);
  });

  test('who is gone was there until the last that is known of him; one of ours who still rings is hung up now', async () => {
    const { comesUp, asked, endedAt } = world();
    const up = comesUp();
    asked[0]?.resolve([
      { ...earlierCall, id: 'n1-gone', talkingSince: new Date('2026-11-26T09:59:10Z'), hasTalked: true },
      { ...earlierCall, id: ringing.id, direction: 'out' },
    ]);
    await up;
    expect(endedAt).toEqual({ 'n1-gone': earlierCall.knownUntil, [ringing.id]: new Date() });
  });

  test('it is asked again until it answers, and what is to be done then until it succeeds', async () => {
    const { comesUp, asked, takenUp } = world();
    takenUp.mockRejectedValueOnce(new Error('away'));
    const up = comesUp();
    asked[0]?.reject(new Error('away'));
    await up;
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.resolve([]);
    await vi.waitFor(() => expect(takenUp).toHaveBeenCalledTimes(2));
  });

  test('a connection that comes after it takes up by itself, and the earlier one no more', async () => {
    const { comesUp, told, asked, takenUp } = world();
    const [first, second] = [comesUp(), comesUp()];
    asked[1]?.resolve([earlierCall]);
    await second;
    await vi.advanceTimersByTimeAsync(usualLimitMs);
    await first;
    asked[0]?.resolve([earlierCall]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.filter((one) => one === 'n1-earlier interrupted')).toHaveLength(1);
    expect(takenUp).toHaveBeenCalledOnce();
  });

  test('a call whose hotline has left the company file is taken up by the first one there', async () => {
    const { comesUp, told, asked, takenUp } = world();
    const up = comesUp();
    asked[0]?.resolve([{ ...earlierCall, hotline: 'renamed' }]);
    await up;
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toContain('n1-earlier flow');
    expect(takenUp).toHaveBeenCalledOnce();
  });

  test('one that cannot be taken up is told so, and costs the others nothing', async () => {
    const { comesUp, told, asked, takenUp } = world();
    const up = comesUp();
    asked[0]?.resolve([
      { ...earlierCall, supervisedBy: 3 },
      { ...earlierCall, id: unknown.id },
    ]);
    await up;
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toContain('n1-earlier flow');
    expect(told).toContain('n1-unknown flow');
    expect(takenUp).toHaveBeenCalledOnce();
  });
});
