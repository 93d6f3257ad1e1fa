import { expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { noMessage } from '../../telephony/call/record.ts';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { closedMessage } from './closed-message.ts';
import { leaveRequest } from './leave-request.ts';

const company = await loadCompany({ company: '750-600' });

/** How long the messages may be that this flow asks for, of one who has said what about and where, and then nothing. */
async function longestIn(flow: IvrFlow, longestMessageMin?: number): Promise<Set<number>> {
  const { call } = fakeCall();
  call.note('request.category', 'leak');
  call.note('request.where', { residentId: null, inMessage: true });
  const asked = new Set<number>();
  call.record = async ({ longestMs }) => {
    asked.add(longestMs);
    return noMessage('one');
  };
  const hotlines = company.hotlines.map((one) => ({
    ...one,
    ...(longestMessageMin && { longestMessageMin }),
  }));
  await flow(call, { company: { ...company, hotlines } } as unknown as IvrServices);
  return asked;
}

test.each([leaveRequest, closedMessage])(
  'a message may last three minutes, unless the hotline says otherwise: $name',
  async (flow) => {
    expect(await longestIn(flow)).toEqual(new Set([180_000]));
    expect(await longestIn(flow, 0.5)).toEqual(new Set([30_000]));
  },
);
