import { expect, test } from 'vitest';
import type { Telephone } from '../../telephony/call/leg.ts';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import { talkOn } from './duty-telephone.ts';

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
