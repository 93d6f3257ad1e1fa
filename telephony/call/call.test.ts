import { expect, test } from 'vitest';
import { Bus, type Step } from '../../events.ts';
import { createLog } from '../../log.ts';
import { FakeLink } from '../../test/floor/fake-link.ts';
import { AriError } from '../asterisk/link-errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { Call } from './call.ts';
import type { CallParts } from './call-parts.ts';
import { type Flow, given, run } from './runner.ts';

const log = createLog('silent', false);
const speaker = { say: async () => [], words: () => '' };

/** An Asterisk that refuses some operations, each with a status. */
function callOn(refusals: Record<string, number>) {
  const steps: Step[] = [];
  const link = new FakeLink();
  const done: string[] = [];
  const bus = new Bus((error) => {
    throw error;
  });
  bus.on('step', (step) => steps.push(step));
  const node = {
    name: 'n1',
    onSubject: () => () => undefined,
    onState: () => () => undefined,
    whenUp: (signal?: AbortSignal) => link.whenUp(signal),
    ari: (resource: string, operation: string) =>
      link.ask(operation, async () => {
        const status = refusals[`${resource}.${operation}`];
        if (status) throw new AriError(status === 404 ? 'ari.not-found' : 'ari.refused', 'refused', status);
        done.push(`${resource}.${operation}`);
      }),
  } satisfies Pick<AsteriskNode, 'name'> & Record<string, unknown>;
  const parts = { node, bus, live: new Map(), log, speaker } as unknown as CallParts;
  const facts = { id: 'n1-1', direction: 'in', hotline: '750-600', number: null, language: 'uk' } as const;
  return { call: new Call({ ...facts, arrivedAt: new Date() }, parts), steps, link, done };
}

/** A flow that only opens the room, as the one that answers does. */
const openRoom: Flow<null> = async (call) => {
  await call.openRoom();
  return undefined;
};
const options = { services: null, log, longestMs: 10_000, afterBug: openRoom };

test('who hangs up before Asterisk has said so is gone, and no fault', async () => {
  const { call, steps } = callOn({ 'bridges.addChannel': 400, 'channels.get': 404 });
  await run(call, openRoom, options);
  expect(steps.map(({ kind }) => kind)).toEqual(['flow', 'ended']);
  expect(steps.at(-1)).toMatchObject({ result: 'abandoned', reason: 'caller-hung-up' });
});

test('a refusal for a caller who is there is a fault', async () => {
  const { call, steps } = callOn({ 'bridges.addChannel': 400 });
  await run(call, openRoom, options);
  expect(steps).toContainEqual(expect.objectContaining({ kind: 'interrupted', why: 'bug' }));
});

test('who was answered and goes was served', async () => {
  const { call, steps } = callOn({});
  await call.answer();
  await call.finish('caller-hung-up');
  expect(steps.at(-1)).toMatchObject({ result: 'served' });
});

test('whom we have cut off was not served', async () => {
  const { call, steps } = callOn({});
  await call.answer();
  call.over('asterisk-lost');
  await call.finish('asterisk-lost');
  expect(steps.at(-1)).toMatchObject({ result: 'failed', reason: 'asterisk-lost' });
});

test('what becomes known of a call later than it was over bears the time when it was', async () => {
  const { call, steps } = callOn({});
  const at = new Date('2026-11-26T02:00:00Z');
  call.over('caller-hung-up');
  call.over('asterisk-lost', at);
  call.step({ kind: 'left-operator', operatorId: 1, talkMs: 0 });
  await call.finish('flow-ended');
  expect(steps).toMatchObject([{ at }, { kind: 'ended', reason: 'caller-hung-up', at }]);
});

test('a call that ends while the link is down is hung up, and over, when it is back', async () => {
  const { call, steps, link, done } = callOn({});
  link.lose();
  const finished = call.finish('flow-ended');
  await link.isBack(() => {
    expect([done, steps]).toEqual([[], []]);
    return { channels: [], bridges: [] };
  });
  await finished;
  expect(done).toEqual(['channels.hangup', 'bridges.destroy']);
  expect(steps.map(({ kind }) => kind)).toEqual(['ended']);
});

test('a shutdown waits for no link, also where a call has waited for it before', async () => {
  const { call, steps, link } = callOn({});
  link.lose();
  const finished = call.finish('flow-ended');
  await expect(call.finish('shutdown')).rejects.toMatchObject({ code: 'ari.down' });
  await expect(finished).rejects.toMatchObject({ code: 'ari.down' });
  expect(steps.map(({ kind }) => kind)).toEqual(['ended']);
});

const fails = (error: Error): Flow<null> =>
  async function fails() {
    throw error;
  };

test('after a second bug something is still done for the caller, and the call is a failed one', async () => {
  const { call, steps } = callOn({});
  await call.answer();
  const done: string[] = [];
  const afterSecondBug: Flow<null> = async function lastHelp({ result }) {
    done.push(result);
    return undefined;
  };
  const afterBug: Flow<null> = async function help() {
    throw new Error('another bug');
  };
  await run(call, fails(new Error('a bug')), { ...options, afterBug, afterSecondBug });
  expect(done).toEqual(['failed']);
  expect(steps.flatMap((step) => (step.kind === 'flow' ? [step.flow] : []))).toEqual([
    'fails',
    'help',
    'lastHelp',
  ]);
  expect(steps.at(-1)).toMatchObject({ kind: 'ended', result: 'failed', reason: 'bug' });
});

test('what is only away is no bug, however often: the caller goes another way', async () => {
  const { call, steps } = callOn({});
  const away = new Error('away');
  let times = 0;
  const around: Flow<null> = async function around() {
    return ++times < 3 ? fails(away) : undefined;
  };
  await run(call, fails(away), {
    ...options,
    afterFault: (error) => (error === away ? around : null),
  });
  expect(times).toBe(3);
  expect(steps.at(-1)).toMatchObject({ kind: 'ended', reason: 'flow-ended' });
  expect(steps.map(({ kind }) => kind)).not.toContain('interrupted');
});

test('what a flow was made with stands in the log', async () => {
  const { call, steps } = callOn({});
  const made: Flow<null> = async function made() {
    return undefined;
  };
  await run(call, given({ queue: 'q' }, made), options);
  expect(steps[0]).toMatchObject({ kind: 'flow', flow: 'made', given: { queue: 'q' } });
});
