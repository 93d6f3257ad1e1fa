import { expect, test, vi } from 'vitest';
import { Bus, type Step } from '../events.ts';
import { createLog } from '../log.ts';
import type { AriEvent } from '../telephony/asterisk/node.ts';
import { type RingParts, ringResident } from './ring-resident.ts';
import type { Known } from './who-calls.ts';

/** A resident who picks up at once; who he is comes out when the test says so. */
function ringing(hotline = '750-600') {
  const told: string[] = [];
  const bus = new Bus((error) => {
    throw error;
  });
  bus.on('step', ({ kind }: Step) => told.push(kind));
  const shown: unknown[] = [];
  const listeners = new Set<(event: AriEvent) => void>();
  const node = {
    name: 'n1',
    onState: () => () => undefined,
    onSubject(_: string, listener: (event: AriEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async ari(_: string, operation: string, { callerId }: { callerId?: string }) {
      if (operation !== 'originateWithId') return;
      shown.push(callerId);
      for (const listener of [...listeners]) listener({ type: 'StasisStart' } as AriEvent);
    },
  };
  let found: (known: Known) => void = () => undefined;
  let lost: (error: Error) => void = () => undefined;
  const looking = new Promise<Known>((resolve, reject) => {
    found = resolve;
    lost = reject;
  });
  const parts = { node, bus, live: new Map(), company, log: createLog('silent') };
  const call = ringResident(
    {
      ...{ number: '+380501112233', hotline, language: 'uk', callId: 'n1-out-1' },
      why: { kind: 'dialled', operatorId: 1 },
    },
    { ...parts, identify: () => looking, endpointFor: (number: string) => number } as unknown as RingParts,
    new AbortController().signal,
    () => told.push('shown'),
  );
  return { call, told, shown, found, lost };
}

const company = {
  calling: { hotline: '750-600' },
  hotlines: [
    { id: '8800', numbers: ['8800'] },
    { id: '750-600', numbers: ['0342750600', '0342750601'] },
  ],
};
const olena: Known = { as: 'one', residentIds: [7], language: null };

test('who picks up does not wait for who he is, and is known as soon as it comes out', async () => {
  const { call, told, found } = ringing();
  // A database that is frozen says nothing at all.
  const reached = await call;
  expect(reached?.residentIds).toEqual([]);
  expect(told).toEqual(['arrived', 'dialled', 'answered']);
  found(olena);
  await vi.waitFor(() => expect(told.slice(3)).toEqual(['identified', 'shown']));
  expect(reached?.residentIds).toEqual([7]);
});

test('who is known in time is known from the first word on', async () => {
  const { call, told, found } = ringing();
  found(olena);
  expect((await call)?.residentIds).toEqual([7]);
  expect(told).toContain('identified');
});

test('it rings all the same where nobody can be looked up, and of a call that is over nothing is told late', async () => {
  const failed = ringing();
  failed.lost(new Error('away'));
  expect((await failed.call)?.residentIds).toEqual([]);
  const { call, told, found } = ringing();
  (await call)?.over('caller-hung-up');
  found(olena);
  await new Promise(setImmediate);
  expect(told).not.toContain('identified');
});

test('he sees a number of the company: that of the hotline, and the usual one where there is none of that name', async () => {
  for (const [hotline, number] of [
    ['8800', '8800'],
    ['0800', '0342750600'],
    ['"Bank" <+380443334455>\r\n', '0342750600'],
  ]) {
    const { call, shown, found } = ringing(hotline);
    found(olena);
    await call;
    expect(shown).toEqual([`"${number}" <${number}>`]);
  }
});
