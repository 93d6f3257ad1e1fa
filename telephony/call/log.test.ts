import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Bus, type Step } from '../../events.ts';
import { CallLog } from './log.ts';
import { patches } from './step-store.ts';

const quiet = pino({ level: 'silent' });
const bus = () => new Bus((error) => expect.unreachable(String(error)));
const key = (n: number): Step => ({ kind: 'key', key: String(n), callId: 'c1', at: new Date(n) });

test('steps are written in order, in batches, and all of them are there when it says so', async () => {
  const batches: Step[][] = [];
  const steps = bus();
  const log = new CallLog({
    bus: steps,
    log: quiet,
    store: { append: async (some) => void batches.push([...some]) },
  });
  for (let n = 0; n < 1_200; n++) steps.emit('step', key(n));
  await log.written();
  expect(batches.flat()).toEqual(Array.from({ length: 1_200 }, (_, n) => key(n)));
  expect(batches.length).toBeLessThan(10);
});

test('steps that come while others are written are gathered, too', async () => {
  const batches: number[] = [];
  const steps = bus();
  const append = async (some: readonly Step[]) => {
    batches.push(some.length);
    if (batches.length > 1) return;
    steps.emit('step', key(1));
    setTimeout(() => steps.emit('step', key(2)), 1);
  };
  const log = new CallLog({ bus: steps, log: quiet, store: { append } });
  steps.emit('step', key(0));
  await log.written();
  expect(batches).toEqual([1]);
  await log.written();
  expect(batches).toEqual([1, 2]);
});

test('a database that is away loses nothing: the same steps are written when it is back', async () => {
  const written: Step[] = [];
  let faults = 2;
  const store = {
    append: async (some: readonly Step[]) => {
      if (faults-- > 0) throw new Error('gone');
      written.push(...some);
    },
  };
  const steps = bus();
  const log = new CallLog({ bus: steps, log: quiet, store, retryMs: 1 });
  steps.emit('step', key(1));
  steps.emit('step', key(2));
  await log.written();
  expect(written).toEqual([key(1), key(2)]);
});

test('what steps say of their calls: who, when answered, how ended', () => {
  const at = new Date(5);
  const changed = patches([
    { kind: 'identified', as: 'several', residentIds: [1, 2], callId: 'a', at },
    { kind: 'answered', callId: 'a', at },
    { kind: 'identified', as: 'one', residentIds: [7], callId: 'b', at },
    { kind: 'ended', result: 'served', reason: 'caller-hung-up', callId: 'b', at },
    key(1),
  ]);
  expect(changed.get('a')).toEqual({ residentId: null, answeredAt: at });
  expect(changed.get('b')).toEqual({
    residentId: 7,
    endedAt: at,
    result: 'served',
    reason: 'caller-hung-up',
  });
  expect(changed.has('c1')).toBe(false);
});
