import { type Flow, given } from '../../telephony/call/runner.ts';
import type { Place } from '../queue/line.ts';
import { waitInLine } from '../queue/wait.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { closed, isClosed, onDuty } from './closed.ts';

/** The way to a person: the line, then the talk. Where nobody is on the floor, a call back is offered. */
export function operator(
  queue: string,
  options: { sinceMs?: number; patient?: boolean; emergency?: boolean } = {},
): IvrFlow {
  return given({ queue, ...options }, async function operator(call, services) {
    if (!options.patient && isClosed(queue, services))
      return options.emergency ? onDuty(queue, services) : closed(queue);
    if (!options.patient && !services.line.isStaffed(queue)) return nobodyThere(queue, options);
    const place = services.line.join(call, queue, options);
    // Until somebody picks up, a caller who hangs up has waited in vain.
    call.result = 'abandoned';
    try {
      const outcome = await waitInLine(call, place, services.line);
      if (outcome.kind === 'unstaffed') return nobodyThere(queue, options);
      services.line.take(place);
      call.result = 'talked';
      const end = await services.talks.talk(
        call,
        outcome.leg,
        outcome.operatorId,
        Date.now() - place.sinceMs,
      );
      // A lost operator costs the caller no place: back to the head of the line.
      if (end === 'operator-lost') return operatorAgain(queue, place);
      call.over('operator-hung-up');
      return undefined;
    } finally {
      services.line.leave(place);
    }
  });
}

function operatorAgain(queue: string, { sinceMs, emergency }: Place): Flow<IvrServices> {
  return operator(queue, { sinceMs, patient: true, emergency });
}

/** Nobody who serves this queue is on the floor: the caller may have a call back, or wait all the same, an emergency before others. */
export function nobodyThere(queue: string, { emergency }: { emergency?: boolean } = {}): IvrFlow {
  return given({ queue, emergency }, async function nobodyThere(call, services) {
    call.result = 'served';
    // Nobody expects this question: a key that was pressed for something else is no answer to it.
    call.keys.clear();
    if (!call.number) {
      await call.say('callback.no-number');
      return operator(queue, { patient: true, emergency });
    }
    const key = await call.choose({ name: 'callback', prompts: ['queue.none'], keys: '1', silence: [] });
    if (key === null) return operator(queue, { patient: true, emergency });
    await services.callbacks.promise({
      callId: call.id,
      number: call.number,
      hotline: call.hotline,
      why: 'no-operator',
    });
    await call.say('callback.promised', 'goodbye');
    return undefined;
  });
}
