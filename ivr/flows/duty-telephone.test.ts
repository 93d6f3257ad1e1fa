import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallEnd } from '../../events.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { dutyTelephone, talkOn } from './duty-telephone.ts';
import { mainMenu } from './main-menu.ts';
import { outsideTelephone } from './outside-telephone.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A talk on a telephone outside that has been put down already. */
async function talked(number: string | null) {
  const { call } = fakeCall(number);
  const talkedTo: string[] = [];
  const gone = AbortSignal.abort(new Error('put down'));
  const telephone = { gone, hangUp: async () => undefined } as unknown as Telephone;
  const callbacks = { talkedTo: (to: string) => talkedTo.push(to) };
  await talkOn(call, telephone, { callbacks } as unknown as Parameters<typeof talkOn>[2]);
  return { call, talkedTo };
}

test('who talks on a telephone outside or on duty is taken off the list of those to be called back, as by an operator', async () => {
  const { call, talkedTo } = await talked('+380501112233');
  expect(talkedTo).toEqual(['+380501112233']);
  expect(call).toMatchObject({ result: 'talked', endReason: 'operator-hung-up' });
});

test('whose number is withheld is on no list', async () => {
  expect((await talked(null)).talkedTo).toEqual([]);
});

/** A caller for whom the telephone on duty rings, and who hangs up after so long, or not; what came of it, and whether he is to be called back. */
async function ringing(afterMs: number | null, before: CallEnd['result'] = 'served') {
  const { call } = fakeCall();
  call.result = before;
  const gone: unknown[] = [];
  const services = {
    dutyPhone: () => ({ endpoint: 'PJSIP/duty', callerNumber: '750600' }),
    callbacks: { gaveUp: (one: unknown) => gone.push(one) },
  } as unknown as IvrServices;
  if (afterMs !== null) setTimeout(() => call.over('caller-hung-up'), afterMs);
  const next = dutyTelephone('+380342501580')(call, services).catch(() => 'gone' as const);
  await vi.advanceTimersByTimeAsync(60_000);
  const goesTo = await next;
  const isOnTheList = gone.length === 1;
  return { result: call.result, isOnTheList, goesTo: typeof goesTo === 'function' ? goesTo.name : goesTo };
}

test('who hangs up while the telephone on duty rings for him has given up, and is to be called back', async () => {
  const gone = { isOnTheList: true, goesTo: 'gone' };
  expect(await ringing(20_000)).toMatchObject({ ...gone, result: 'abandoned' });
  expect(await ringing(20_000, 'talked')).toMatchObject({ ...gone, result: 'talked' });
});

test('whom nobody answers there is told a number that can, and is served', async () => {
  const told = { result: 'served', isOnTheList: false, goesTo: 'emergencyNumber' };
  expect(await ringing(null)).toMatchObject(told);
});

/** What is said to a caller for whom a telephone outside rings in vain. */
async function outsideInVain(options?: { sentOn: boolean }) {
  const { call, said } = fakeCall();
  const dutyPhone = () => {
    throw new NotReached('no-answer', {});
  };
  const services = { dutyPhone } as unknown as IvrServices;
  const outside = outsideTelephone('+380342501580', mainMenu, options);
  expect(await outside(call, services)).toBe(mainMenu);
  return said;
}

test('of a person on duty hears who has waited too long, and not whom an operator has sent to a telephone', async () => {
  expect(await outsideInVain()).toEqual(['queue.outside', 'queue.outside.away'].map(sentence));
  expect(await outsideInVain({ sentOn: true })).toEqual([sentence('transfer.away')]);
});
