import { expect, test } from 'vitest';
import { Bus, type Step } from '../../events.ts';
import { createLog } from '../../log.ts';
import { AriError } from '../asterisk/link-errors.ts';
import type { AriEvent } from '../asterisk/node.ts';
import type { CallParts } from './call-parts.ts';
import { CallOver } from './ended.ts';
import { callOut, type OutgoingCall } from './outgoing.ts';
import { type Flow, run } from './runner.ts';

const callId = 'n1-out-1';
const outgoing: OutgoingCall = {
  hotline: '750-600',
  language: 'uk',
  number: '+380501112233',
  endpoint: 'PJSIP/+380501112233@carrier',
  callerNumber: '750600',
  ringMs: 10_000,
};

/** An Asterisk whose resident picks up at once; what it says to each request is in `answers`. */
function asteriskWhere(
  answers: (operation: string, tell: (type: AriEvent['type']) => void) => unknown,
  { rings, onUp }: { rings?: () => void; onUp?: (up: () => void) => void } = {},
) {
  const steps: Step[] = [];
  const bus = new Bus((error) => {
    throw error;
  });
  bus.on('step', (step) => steps.push(step));
  const listeners = new Set<(event: AriEvent) => void>();
  const tell = (type: AriEvent['type']) => {
    for (const listener of [...listeners]) listener({ type, timestamp: '' } as AriEvent);
  };
  const node = {
    name: 'n1',
    onState(listener: (state: 'up') => void) {
      onUp?.(() => listener('up'));
      return () => undefined;
    },
    onSubject(_: string, listener: (event: AriEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async ari(resource: string, operation: string) {
      if (operation !== 'originateWithId') return answers(`${resource}.${operation}`, tell);
      if (rings) return rings();
      return tell('StasisStart');
    },
  };
  const log = createLog('silent');
  const parts = { node, bus, log, live: new Map(), speaker: {} } as unknown as CallParts;
  const called = (signal = new AbortController().signal) => callOut(outgoing, parts, signal, callId);
  return { called, told: () => steps.map(({ kind }) => kind), steps };
}

/** A flow as all are: its first word finds the call over. */
const talk: Flow<null> = async (call) => {
  await call.music(false);
  return undefined;
};
const options = { services: null, log: createLog('silent'), longestMs: 10_000 };

const refused = (status: number) =>
  new AriError(status === 404 ? 'ari.not-found' : 'ari.refused', 'refused', status);

test.each([
  ['before the room is there', 'bridges.createWithId', false],
  ['while he is put into the room', 'bridges.addChannel', true],
])('who picks up and hangs up at once, %s, was reached', async (_, when, isRefused) => {
  const { called, told } = asteriskWhere((operation, tell) => {
    if (operation !== when) return;
    tell('ChannelHangupRequest');
    if (isRefused) throw refused(404);
  });
  const reached = await called();
  expect(reached).toMatchObject({ call: { endReason: 'caller-hung-up', answered: true } });
  expect(told()).toEqual(['arrived', 'answered']);
});

test('he was reached, too, where Asterisk refuses the room before it tells that he has gone', async () => {
  const { called } = asteriskWhere((operation) => {
    if (operation === 'bridges.addChannel') throw refused(400);
    if (operation === 'channels.get') throw refused(404);
  });
  expect(await called()).toMatchObject({ call: { endReason: 'caller-hung-up' } });
});

test.each([
  ['has picked up is reached', 'Up', { call: { answered: true } }],
  ['rings no more was not reached by a fault of ours', null, { unreached: 'asterisk-lost' }],
])('while the link was down nobody was told: who %s', async (_, state, came) => {
  let linkIsBack = () => {};
  const { called } = asteriskWhere(
    (operation) => {
      if (operation !== 'channels.get') return undefined;
      if (state === null) throw refused(404);
      return { state };
    },
    { rings: () => queueMicrotask(linkIsBack), onUp: (up) => (linkIsBack = up) },
  );
  expect(await called()).toMatchObject(came);
});

test.each([
  ['operator-hung-up', new CallOver('operator-hung-up')],
  ['shutdown', new Error('the program ends')],
])('a call that is stopped while it rings has ended by whoever stopped it: %s', async (reason, why) => {
  const stop = new AbortController();
  const { called, steps } = asteriskWhere(() => undefined, { rings: () => stop.abort(why) });
  await expect(called(stop.signal)).rejects.toBe(why);
  expect(steps.at(-1)).toMatchObject({ kind: 'ended', result: 'unreached', reason });
});

test('for whom there is no room by a fault of ours, he was reached, and his call has failed', async () => {
  const { called, told, steps } = asteriskWhere((operation) => {
    if (operation === 'bridges.addChannel') throw refused(400);
  });
  const reached = await called();
  expect(reached).toMatchObject({ call: { endReason: 'bug' } });
  expect(told()).toEqual(['arrived', 'answered']);
  if ('call' in reached) await run(reached.call, talk, { ...options, afterBug: talk });
  expect(steps.at(-1)).toMatchObject({ kind: 'ended', result: 'failed', reason: 'bug' });
});
