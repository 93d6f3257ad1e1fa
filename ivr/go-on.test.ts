import { expect, test } from 'vitest';
import { Bus } from '../events.ts';
import { createLog } from '../log.ts';
import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import type { LoggedFlow } from './flows/again.ts';
import { type TakeUpParts, takeUpCalls, type Unfinished } from './take-up-calls.ts';

const id = 'n1-earlier';
const message = { file: 'm', durationMs: 5_000, voicedMs: 4_000, sound: { path: 'm', durationMs: 5_000 } };
const recorded: [string, unknown][] = [
  ['request.category', 'leak'],
  ['request.where', { residentId: null, inMessage: true }],
  ['request.message', message],
];
const accepted: [string, unknown] = ['request.accepted', { number: '1', sms: false }];
const review: LoggedFlow = { flow: 'leaveRequest' };
const language: LoggedFlow = { flow: 'changeLanguage', given: { next: review } };

const onDuty: LoggedFlow = { flow: 'dutyTelephone', given: { number: '+380342501580' } };

type Caller = 'gone' | 'goes';

/** What becomes of a call that an earlier controller left here, and whose caller is gone, or goes as it is taken up. */
async function leftBehind(was: Partial<Unfinished>, caller: Caller) {
  const handed: string[] = [];
  const gaveUp: string[] = [];
  const bus = new Bus((error) => {
    throw error;
  });
  const ended = new Promise<string>((resolve) => {
    bus.on('step', (step) => step.kind === 'ended' && resolve(step.result));
  });
  let sync: (inventory: NodeInventory) => Promise<void> = async () => undefined;
  const live = new Map();
  const node = {
    onSync: (listener: typeof sync) => {
      sync = listener;
    },
    onSubject: () => () => undefined,
    onState: () => () => undefined,
    isFollowed: (channelId: string) => live.has(channelId),
    ari: async () => live.get(id)?.over('caller-hung-up'),
  };
  const one = {
    ...{ id, direction: 'in', hotline: '750-600', language: 'uk' },
    ...{ arrivedAt: new Date(), knownUntil: new Date() },
    ...{
      number: '+380501112233',
      flow: null,
      waiting: null,
      talked: null,
      talkingSince: null,
      talkingTo: null,
    },
    ...{ hasTalked: false, supervisedBy: null, asked: null, calledBack: false, isPromised: false },
    ...{ recordingOffBy: null, ...was },
  } as const satisfies Unfinished;
  const hotlines = [
    { id: '750-600', languages: ['uk'], longestCallMin: 30, menu: [{ queue: 'dispatcher' }] },
  ];
  const handIn = async (spoken: { message: { file: string } }) => {
    handed.push(spoken.message.file);
    return { number: '1', sms: false };
  };
  const parts = {
    ...{ node, bus, live, log: createLog('silent'), unfinished: async () => [one] },
    ...{ takenUp: async () => undefined, isLeftOver: () => false, isInternal: () => false },
    services: {
      ...{ company: { hotlines }, talks: { ofCall: () => undefined }, spokenRequests: { handIn } },
      callbacks: { gaveUp: ({ callId }: { callId: string }) => gaveUp.push(callId) },
    },
  };
  takeUpCalls(parts as unknown as TakeUpParts);
  const there = { id, state: 'Up', name: 'PJSIP/x', dialplan: { context: 'nowhere', exten: 's' } };
  await sync({ channels: caller === 'gone' ? [] : [there as AriChannel], bridges: [] });
  return { result: await ended, isOnTheList: gaveUp.length === 1, handed };
}

async function handedIn(flow: LoggedFlow, notes: [string, unknown][], caller: Caller) {
  return (await leftBehind({ flow, answers: new Map(notes) }, caller)).handed;
}

test.each(['gone', 'goes'] as const)(
  'when the caller %s, a message left at its review is handed in',
  async (caller) => {
    expect(await handedIn(review, recorded, caller)).toEqual(['m']);
    expect(await handedIn(language, recorded, caller)).toEqual(['m']);
  },
);

test('what was handed in before, recorded anew, or left for another flow is not', async () => {
  expect(await handedIn(review, [...recorded, accepted], 'gone')).toEqual([]);
  expect(await handedIn(review, [...recorded, ['request.message', null]], 'gone')).toEqual([]);
  expect(await handedIn({ flow: 'debt' }, recorded, 'gone')).toEqual([]);
});

test('who has talked at a telephone outside, or to an operator, and is gone has not waited in vain', async () => {
  const inLine: LoggedFlow = { flow: 'operator', given: { queue: 'dispatcher' } };
  const outside = { flow: 'outsideTelephone', given: { number: '+380342750601', waiting: inLine } };
  for (const flow of [inLine, outside, onDuty])
    expect(await leftBehind({ flow, hasTalked: true }, 'gone')).toMatchObject({
      result: 'talked',
      isOnTheList: false,
    });
});

test.each(['gone', 'goes'] as const)(
  'when the caller %s who was just told that nobody is there, he has waited in vain, and is to be called back',
  async (caller) => {
    const flow: LoggedFlow = { flow: 'nobodyThere', given: { queue: 'dispatcher' } };
    const inVain = { result: 'abandoned', isOnTheList: true };
    expect(await leftBehind({ flow }, caller)).toMatchObject(inVain);
    const asksLanguage = { flow: 'changeLanguage', given: { next: flow } };
    expect(await leftBehind({ flow: asksLanguage }, caller)).toMatchObject(inVain);
    expect(await leftBehind({ flow, hasTalked: true }, caller)).toMatchObject({
      ...inVain,
      result: 'talked',
    });
    const promised = { result: 'served', isOnTheList: false };
    expect(await leftBehind({ flow, isPromised: true }, caller)).toMatchObject(promised);
    const inLine: LoggedFlow = { flow: 'operator', given: { queue: 'dispatcher' } };
    const outside = { flow: 'outsideTelephone', given: { number: '+380342750601', waiting: inLine } };
    for (const one of [outside, onDuty, { flow: 'changeLanguage', given: { next: inLine } }])
      expect(await leftBehind({ flow: one }, caller)).toMatchObject(inVain);
  },
);
