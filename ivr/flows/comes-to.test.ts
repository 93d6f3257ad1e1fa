import { expect, test } from 'vitest';
import type { CallEnd } from '../../events.ts';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import { Place } from '../queue/place.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { closed } from './closed.ts';
import { callBackLater, operator } from './operator.ts';

const services = {
  company: {
    ...{ timezone: 'Europe/Kyiv', country: 'UA', areaCode: '342', executors: [], timetables: [] },
    ...{ outgoing: { foreign: [], premium: [] }, hotlines: [{ id: '750-600', menu: [] }] },
    queues: [{ id: 'dispatcher', flows: [] }],
  },
  callbacks: { keepPlace: async () => true },
  line: {
    join: (call: Place['call'], queue: string) => {
      const place = { sinceMs: 0, waitsSinceMs: 0, emergency: false, patient: true, triedOutside: false };
      queueMicrotask(() => call.keys.press('#'));
      return new Place(call, queue, place);
    },
    ...{ leave: () => undefined, onMoved: () => () => undefined },
    ...{ position: () => 1, estimateMs: () => null, isToBeCalledBack: () => false },
  },
} as unknown as IvrServices;

async function comesOf(flow: IvrFlow, before: CallEnd['result'], keys = '') {
  const { call } = fakeCall();
  call.result = before;
  // The questions forget what was pressed before them.
  call.asks = () => {
    for (const key of keys) call.keys.press(key);
  };
  await flow(call, services);
  return call.result;
}

const ways: [string, IvrFlow, string][] = [
  ['in the line presses #', operator('dispatcher', { patient: true }), ''],
  ['is called back later', callBackLater({ queue: 'dispatcher', sinceMs: 0, emergency: false }), ''],
  ['is told that it is closed', closed('dispatcher'), '2'],
];

test.each(ways)('who %s is served, and talked to where he was before', async (_, flow, keys) => {
  expect(await comesOf(flow, 'abandoned', keys)).toBe('served');
  expect(await comesOf(flow, 'talked', keys)).toBe('talked');
});
