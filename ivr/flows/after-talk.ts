import type { TransferTo } from '../../events.ts';
import { type Given, given } from '../../telephony/call/runner.ts';
import type { TalkEnd } from '../queue/talk-end.ts';
import type { IvrFlow } from '../services.ts';
import { talkOn } from './duty-telephone.ts';
import { operator } from './operator.ts';
import { outsideTelephone } from './outside-telephone.ts';

/** Where a caller stood before his talk. */
export interface WaitedAs {
  queue: string;
  /** The time by which he stood in the line. */
  sinceMs: number;
  emergency: boolean;
}

/** A talk that has ended is no wait: he waits anew from then on, at the place that he had. */
export interface AfterTalk extends WaitedAs {
  waitsSinceMs: number;
}

/** Where a caller goes whose talk has ended now, while he is still there. */
export function afterTalk(end: TalkEnd, before: WaitedAs & Partial<AfterTalk>): IvrFlow {
  const waited = { waitsSinceMs: Date.now(), ...before };
  return given({ end: lasting(end), waited }, async function afterTalk(call, services) {
    // What was pressed in the talk stops nothing that is said now.
    call.forgetKeys();
    switch (end.kind) {
      case 'operator-lost':
        return toTheHead(waited);
      case 'transferred':
        await call.say('transfer.wait');
        return sentTo(end.to, waited);
      case 'handed-over':
        return talkOn(call, end.to, services);
      case 'operator-ended':
        call.over('operator-hung-up');
        return undefined;
    }
  });
}

/** What outlives the controller of how a talk ended: whoever is not heard by the caller any more then is lost. */
function lasting(end: TalkEnd): Given {
  return end.kind === 'handed-over' ? { kind: 'operator-lost' } : end;
}

/** Nobody waits twice for the same operator: he stands first, as one whom a supervisor has sent there. */
function toTheHead({ queue, ...waited }: AfterTalk): IvrFlow {
  return operator(queue, { ...waited, firstAtMs: waited.waitsSinceMs, patient: true });
}

function again({ queue, ...waited }: AfterTalk): IvrFlow {
  return operator(queue, { ...waited, patient: true });
}

/** Who was sent on keeps his place: he goes before those who came later. */
function sentTo(to: TransferTo, waited: AfterTalk): IvrFlow {
  const { queue, ...kept } = waited;
  if ('queue' in to) return operator(to.queue, kept);
  if ('number' in to) return outsideTelephone(to.number, again(waited), { sentOn: true });
  return operator(queue, { ...kept, patient: true, firstTo: to.operatorId });
}
