import type { QueueRules } from '../../../config/company/queues.ts';
import { openFakeFloor } from '../fake-floor.ts';
import { passMs } from '../virtual-time.ts';
import type { Staff, Waits } from './ideal.ts';
import type { Arrival } from './make-day.ts';

/** The day through the real queue. Operators show the card at once, pick up, talk and wrap up as the day and the staff say. */
export async function replayDay(
  day: readonly Arrival[],
  staff: Staff,
  headStartS: Readonly<Record<Arrival['queue'], number>>,
): Promise<Waits> {
  const rules = (queue: Arrival['queue']): Partial<QueueRules> => ({
    headStartSeconds: headStartS[queue],
    wrapUpSeconds: staff.wrapUpS,
  });
  const queues = (['emergency', 'dispatcher', 'requests'] as const).map((id) => ({ id, ...rules(id) }));
  const floor = openFakeFloor({ queues });
  const waits: Waits = day.map(() => Number.NaN);
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage === 'ringing') queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
  floor.phones.onRing((leg) => setTimeout(() => floor.phones.pickUp(leg), staff.pickUpS * 1000));
  floor.bus.on('step', ({ callId, ...step }) => {
    if (step.kind !== 'connected') return;
    const index = Number(callId);
    waits[index] = step.waitMs / 1000;
    setTimeout(() => floor.callers.get(callId)?.letGo(), (day[index] as Arrival).talkS * 1000);
  });
  for (let id = 1; id <= staff.operators; id++) floor.comesToWork(id);
  const openedAtMs = Date.now();
  for (const [index, { atS, queue, patienceS }] of day.entries()) {
    await passMs(openedAtMs + Math.round(atS * 1000) - Date.now());
    const caller = floor.comes(String(index), queue);
    setTimeout(() => {
      if (!Number.isNaN(waits[index])) return;
      waits[index] = patienceS;
      caller.hangUp();
    }, patienceS * 1000);
  }
  while (floor.callers.size > 0) await passMs(60_000);
  floor.close();
  if (floor.errors.length > 0) throw floor.errors[0];
  return waits;
}
