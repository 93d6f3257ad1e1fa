import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

/** What becomes of callers and operators when no phone rings for a while, through nobody's fault. */
const ids = [1, 2, 3] as const;
const stillMs = 2_500;

let floor: ReturnType<typeof openFakeFloor>;
/** Whether desks show the cards of calls that ring. */
let drawing: boolean;
beforeEach(() => {
  stopTheClock();
  drawing = true;
  floor = openFakeFloor({ queues: [{ id: 'dispatcher' }, { id: 'emergency', choose: 'all-at-once' }] });
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage !== 'ringing') return;
    queueMicrotask(() => drawing && floor.floor.cardShown(operatorId, call.callId));
  });
  for (const id of ids) floor.comesToWork(id);
});
afterEach(() => {
  floor.close();
  vi.useRealTimers();
});

const states = () => ids.map((id) => floor.operators.of(id).state);

test.each(['dispatcher', 'emergency'])(
  'desks that all stand still for 2.5 s: whoever waits in %s is offered within 1.5 s of their going on, and nobody rests for long',
  async (queue) => {
    drawing = false;
    floor.comes('first', queue);
    if (queue === 'dispatcher') for (const id of ['second', 'third']) floor.comes(id, queue);
    await passMs(stillMs);
    expect(states()).toEqual(['unreachable', 'unreachable', 'unreachable']);
    drawing = true;
    await passMs(1_500);
    expect(states()).toEqual(['ringing', 'ringing', 'ringing']);
    expect([...floor.phones.legs.values()].filter(({ up }) => !up)).toHaveLength(3);
  },
);

test('Asterisk takes all phones for gone, as after it has stood still: they are asked, and rung a second later', async () => {
  floor.phones.hasSlept = true;
  for (const id of ['first', 'second', 'third']) floor.comes(id, 'dispatcher');
  await settle();
  expect(states()).toEqual(['unreachable', 'unreachable', 'unreachable']);
  await passMs(1_000);
  expect(states()).toEqual(['ringing', 'ringing', 'ringing']);
});

test('a phone that never rings is tried less and less often, while the others ring', async () => {
  drawing = false;
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage === 'ringing' && operatorId !== 1)
      queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
  floor.phones.onRing((leg) => setTimeout(() => floor.phones.pickUp(leg), 1_000));
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage === 'talking') setTimeout(() => floor.callers.get(call.callId)?.letGo(), 3_000);
    if (call === null && operatorId !== 1)
      setTimeout(
        () =>
          floor.operators.of(operatorId).state === 'wrap-up' &&
          floor.operators.change(operatorId, 'wrapped-up'),
        1,
      );
  });
  const triedAtMs: number[] = [];
  floor.bus.on('step', (step) => {
    if (step.kind === 'offered' && step.operatorId === 1) triedAtMs.push(Date.now());
  });
  for (let minute = 0; minute < 60; minute++) floor.comes(`caller ${minute}`, 'dispatcher');
  await passMs(60_000);
  const gapsMs = triedAtMs.slice(1).map((at, nth) => at - (triedAtMs[nth] ?? 0));
  expect(gapsMs).toEqual([3_000, 7_000, 32_000]);
});
