import type { Call } from '../../telephony/call/call.ts';
import { inTime } from '../in-time.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { knownBreakdown } from './known-breakdown.ts';

/**
 * What a supervisor has all callers of this hotline told just now. One who presses through it is not kept. What cannot be said, because its
 * prompt has gone since, say, is left out: all callers would hear of trouble instead.
 */
export async function announcements(call: Call, services: IvrServices): Promise<IvrFlow> {
  if (call.keys.any) return knownBreakdown;
  const said = await inTime(
    () => services.announcements.saidNow(call.hotline, call.language),
    [],
    (error) => services.log.error({ err: error, callId: call.id }, 'announcements could not be looked up'),
  );
  const sayable = await call.sayable(said, (error, announcement) =>
    services.log.error({ err: error, callId: call.id, announcement }, 'an announcement cannot be said'),
  );
  await call.tell(sayable);
  return knownBreakdown;
}
