import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { callAgain, closed } from './closed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** No hour of any day is known at which people will be there. */
const company = {
  ...{ timezone: 'Europe/Kyiv', country: 'UA', areaCode: '342', executors: [], timetables: [] },
  ...{ outgoing: { foreign: [], premium: [] }, hotlines: [{ id: '750-600', menu: [] }] },
  queues: [{ id: 'dispatcher', flows: [] }],
};
const services = { company } as unknown as IvrServices;

test.each([
  ['withheld', null],
  ['one that nobody here may call', '+48221234567'],
])('whose number is %s is offered what can be kept: the emergency', async (_, number) => {
  const one = fakeCall(number);
  const next = await askedIn(one, (call) => closed('dispatcher')(call, services), ['2', '']);
  expect(next).toBe(callAgain);
  const emergency = (prompt: string) => sentence([prompt, { key: '1' }]);
  expect(one.said).toEqual([
    ...[sentence('closed.now'), emergency('closed.emergency')],
    ...[sentence('key.wrong'), emergency('closed.emergency.short')],
  ]);
  await callAgain(one.call);
  expect(one.said.slice(-2)).toEqual([sentence('closed.call-again'), sentence('goodbye')]);
});
