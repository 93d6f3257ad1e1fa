import type { FakeCaller } from './fake-callers.ts';
import { type FakeFloor, openFakeFloor } from './fake-floor.ts';
import { settle } from './virtual-time.ts';

/** A floor on which one operator, whose desk shows its calls at once, talks to one caller. The clock must stand still. */
export async function inATalk(
  operatorId: number,
  callId: string,
): Promise<{ floor: FakeFloor; caller: FakeCaller }> {
  const floor = openFakeFloor({ queues: [{ id: 'dispatcher' }] });
  floor.bus.on('desk-call', ({ operatorId: rung, call }) => {
    if (call?.stage === 'ringing') queueMicrotask(() => floor.floor.cardShown(rung, call.callId));
  });
  floor.comesToWork(operatorId);
  const caller = floor.comes(callId, 'dispatcher');
  await settle();
  for (const leg of floor.phones.of(operatorId)) floor.phones.pickUp(leg);
  await settle();
  return { floor, caller };
}
