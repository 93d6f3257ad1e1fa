import { expect, test } from 'vitest';
import type { CallEnd } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { CallOver } from '../../telephony/call/ended.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { languageThen } from './detour.ts';
import { mainMenu } from './main-menu.ts';
import { nobodyThere, operator } from './operator.ts';
import { outsideTelephone } from './outside-telephone.ts';

/** A caller whose call is over after this long in the line; what came of it, and whether he stands on the list. */
async function givesUp(
  resultBefore: CallEnd['result'],
  waitedMs: number,
  where: (waitsSinceMs: number) => IvrFlow = () => operator('main', { patient: true }),
  reason: CallEnd['reason'] = 'caller-hung-up',
) {
  const gone: unknown[] = [];
  const over = new AbortController();
  const call = {
    ...{ id: 'n1-1', number: '+380501112233', hotline: '750-600', language: 'uk', result: resultBefore },
    ...{ endReason: null as string | null, signal: over.signal },
    keys: { clear: ends },
    ...{ say: async () => ends(), choose: async () => ends() },
  };
  function ends(): never {
    call.endReason = reason;
    over.abort(new CallOver(reason));
    throw over.signal.reason;
  }
  const waitsSinceMs = Date.now() - waitedMs;
  const place = {
    queue: 'main',
    sinceMs: 0,
    waitsSinceMs,
    patient: true,
    outcome: new Promise(() => undefined),
  };
  const company = {
    ...{
      country: 'UA',
      areaCode: '342',
      executors: [],
      hotlines: [{ id: '750-600', languages: ['uk', 'ru'] }],
      queues: [{ id: 'main' }],
    },
    outgoing: { foreign: [], premium: [] },
  };
  const services = {
    company,
    line: { isStaffed: () => true, join: () => place, leave: () => undefined },
    callbacks: { gaveUp: (one: unknown) => gone.push(one) },
  };
  const waits = where(waitsSinceMs)(call as unknown as Call, services as unknown as IvrServices);
  await expect(waits).rejects.toBeInstanceOf(CallOver);
  return { result: call.result, isOnTheList: gone.length === 1 };
}

test('who hangs up in the line has given up, and is to be called back; who does so at once has misdialled', async () => {
  expect(await givesUp('served', 6_000)).toEqual({ result: 'abandoned', isOnTheList: true });
  expect(await givesUp('served', 1_000)).toEqual({ result: 'abandoned', isOnTheList: false });
});

test('who was talked to, was sent on, and hangs up there was talked to all the same; he is to be called back', async () => {
  expect(await givesUp('talked', 6_000)).toEqual({ result: 'talked', isOnTheList: true });
});

test('who has waited, is told that nobody is there, and hangs up, has given up; who hears it as the first thing has not waited', async () => {
  const isTold = (waitsSinceMs: number) => nobodyThere('main', { waitsSinceMs });
  expect(await givesUp('abandoned', 6_000, isTold)).toEqual({ result: 'abandoned', isOnTheList: true });
  expect(await givesUp('talked', 6_000, isTold)).toEqual({ result: 'talked', isOnTheList: true });
  const atOnce = () => nobodyThere('main');
  expect(await givesUp('served', 6_000, atOnce)).toEqual({ result: 'served', isOnTheList: false });
});

test('who is cut off in the line is to be called back, however short he has waited', async () => {
  const cutOff = { result: 'abandoned', isOnTheList: true };
  expect(await givesUp('served', 1_000, undefined, 'asterisk-lost')).toEqual(cutOff);
  expect(await givesUp('served', 1_000, undefined, 'shutdown')).toEqual(cutOff);
  const isTold = (waitsSinceMs: number) => nobodyThere('main', { waitsSinceMs });
  expect(await givesUp('abandoned', 1_000, isTold, 'asterisk-lost')).toEqual(cutOff);
});

test('who leaves while a telephone outside rings for him, or when he is asked for the language in the line, has given up', async () => {
  const inLine = (waitsSinceMs: number) => operator('main', { patient: true, waitsSinceMs });
  const outside = (waitsSinceMs: number) => outsideTelephone('+380342750601', inLine(waitsSinceMs));
  const asked = (waitsSinceMs: number) => languageThen(inLine(waitsSinceMs));
  for (const where of [outside, asked])
    expect(await givesUp('abandoned', 6_000, where)).toEqual({ result: 'abandoned', isOnTheList: true });
  const inMenu = () => languageThen(mainMenu);
  expect(await givesUp('served', 6_000, inMenu)).toEqual({ result: 'served', isOnTheList: false });
});
