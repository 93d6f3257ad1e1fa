import type { Call } from '../../telephony/call/call.ts';
import { type Given, given } from '../../telephony/call/runner.ts';
import { callBackNumber, isCalledBackByItself } from '../call-back-number.ts';
import type { Joining } from '../queue/joining.ts';
import type { Place } from '../queue/place.ts';
import { ToldOfWait } from '../queue/told-of-wait.ts';
import { waitInLine } from '../queue/wait.ts';
import { queueNow } from '../queue-now.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { afterTalk, type WaitedAs } from './after-talk.ts';
import { closed, isClosed, onDuty } from './closed.ts';
import { comesTo } from './comes-to.ts';
import { languageThen } from './detour.ts';
import { emergencyNumbers } from './emergency-number.ts';
import { mainMenu } from './main-menu.ts';
import { outsideTelephone } from './outside-telephone.ts';
import { waitedInVain } from './waited-in-vain.ts';

export interface OperatorOptions extends Joining {
  /** He has picked up a call of ours, because he had asked to be called back. */
  calledBack?: boolean;
  /** What he was told of his wait before he comes back to it. */
  told?: ToldOfWait;
}

/** The way to a person: the line, then the talk. Where nobody is on the floor, a call back is offered. */
export function operator(queue: string, options: OperatorOptions = {}): IvrFlow {
  // A flow that begins again, e.g. after the link to Asterisk was lost, keeps the place, wherever a supervisor has sent it.
  const { told = new ToldOfWait() } = options;
  let stands: WaitsIn = { ...options, told, queue };
  const flow = async function operator(call: Call, services: IvrServices): Promise<IvrFlow | undefined> {
    const { line } = services;
    const { queue: at, ...how } = stands;
    const now = queueNow(at, call, services, how);
    if (now !== at) {
      call.step({ kind: 'queue-gone', queue: at, instead: now });
      return inLine({ ...stands, queue: now });
    }
    if (!how.patient && isClosed(at, services)) return how.emergency ? onDuty(at, services) : closed(at);
    if (!how.patient && !line.isStaffed(at)) return nobodyThere(at, how);
    if (options.calledBack && told.position === 0) await greet(call, services);
    const place = line.join(call, at, how);
    stands = standsNow(stands, place);
    // Until somebody picks up, a caller who hangs up has waited in vain. Who was talked to before was talked to all the same.
    let inVain = true;
    comesTo(call, 'abandoned');
    try {
      const outcome = await waitInLine(call, place, line, {
        told,
        mayBeCalledBack: mayKeepPlace(call, services) && !place.emergency && !options.calledBack,
      });
      inVain = false;
      stands = standsNow(stands, place);
      switch (outcome.kind) {
        case 'unstaffed':
          return nobodyThere(stands.queue, stands);
        case 'outside':
          return outsideTelephone(outcome.number, inLine({ ...stands, triedOutside: true }));
        case 'language':
          return languageThen(inLine(stands));
        case 'back':
          comesTo(call, 'served');
          return mainMenu;
        case 'callback':
          return callBackLater(place);
        case 'answered':
          line.take(place);
          return await talk(call, services, place, outcome);
      }
    } finally {
      stands = standsNow(stands, place);
      line.leave(place);
      if (call.signal.aborted && inVain) waitedInVain(call, services, place);
    }
  };
  return given(waitsAs(queue, options), flow);
}

type WaitsIn = OperatorOptions & { queue: string };

/** Where he stands by now. The colleague whom he was sent to has been rung first, once; who has refused him is not rung at once, wherever he comes from. */
function standsNow({ firstTo: _, ...before }: WaitsIn, place: Place): WaitsIn {
  const { queue, sinceMs, waitsSinceMs, patient, firstAtMs, keptFor, refusedAtMs } = place;
  return { ...before, queue, sinceMs, waitsSinceMs, patient, firstAtMs, keptFor, refusedAtMs };
}

/** How he waits, for a controller that takes him up; who was reserved for him, or had refused him, is so no more. */
function waitsAs(queue: string, options: OperatorOptions): Given {
  const { sinceMs, waitsSinceMs, patient, emergency, triedOutside, firstTo, calledBack } = options;
  const { firstAtMs, keptFor } = options;
  const how = { sinceMs, waitsSinceMs, patient, emergency, triedOutside, firstTo, calledBack };
  return { queue, ...how, firstAtMs, keptFor };
}

/** Within the flow its own name means the flow. */
const inLine = ({ queue, ...options }: WaitsIn): IvrFlow => operator(queue, options);

async function talk(
  call: Call,
  services: IvrServices,
  place: Place,
  { leg, operatorId }: NonNullable<Place['answeredBy']>,
): Promise<IvrFlow | undefined> {
  call.result = 'talked';
  if (call.number !== null) services.callbacks.talkedTo(call.number);
  const { queue, sinceMs, waitsSinceMs, emergency } = place;
  const end = await services.talks.talk(call, leg, operatorId, Date.now() - waitsSinceMs);
  return afterTalk(end, { queue, sinceMs, emergency });
}

/** Nobody keeps a place for a number that is not called when its turn comes. */
function mayKeepPlace({ number }: Call, services: IvrServices): boolean {
  return number !== null && isCalledBackByItself(number, services);
}

function operatorAgain({ queue, sinceMs, emergency }: WaitedAs): IvrFlow {
  return operator(queue, { sinceMs, patient: true, emergency });
}

/** Who calls, and that the call is recorded: everybody has heard it before an operator can pick up. */
async function greet(call: Call, services: IvrServices): Promise<void> {
  comesTo(call, 'abandoned');
  const company = services.company.name[call.language] ?? services.company.name.uk ?? '';
  await call.sayWhole(['called-back.hello', { company }]);
}

/**
 * The caller hangs up and keeps his place: he is called when his turn comes. Where the place cannot be kept, since the database is
 * away, he is promised no more than the call back.
 */
export function callBackLater({ queue, sinceMs, emergency }: WaitedAs): IvrFlow {
  return given({ queue, sinceMs, emergency }, async function callBackLater(call, services) {
    const { id: callId, number, hotline, language } = call;
    if (number === null || !mayKeepPlace(call, services)) return operatorAgain({ queue, sinceMs, emergency });
    comesTo(call, 'served');
    const waitingSince = new Date(sinceMs);
    const place = {
      ...{ callId, number, hotline, language, waitingSince },
      queue: queueNow(queue, call, services, { emergency }),
    };
    const isKept = await services.callbacks.keepPlace(place);
    await call.sayWhole(isKept ? 'queue.callback.kept' : 'callback.promised', 'goodbye');
    return undefined;
  });
}

/**
 * Nobody who serves this queue is on the floor: the caller may have a call back, or wait all the same, an emergency before others, and
 * with the number of those who come.
 */
export function nobodyThere(queue: string, options: OperatorOptions = {}): IvrFlow {
  const waiting = operator(queue, { ...options, patient: true });
  return given(waitsAs(queue, options), async function nobodyThere(call, services) {
    const { waitsSinceMs } = options;
    // Who has waited before, and hangs up instead of an answer, has waited in vain.
    let inVain = waitsSinceMs !== undefined;
    comesTo(call, inVain ? 'abandoned' : 'served');
    try {
      // Who smells gas must not depend on somebody's coming.
      if (options.emergency) await call.sayWhole(...emergencyNumbers(call, services));
      if (!(await wantsCallBack(call, services))) return waiting;
      inVain = false;
      comesTo(call, 'served');
      await call.sayWhole('callback.promised', 'goodbye');
      return undefined;
    } finally {
      if (call.signal.aborted && inVain && waitsSinceMs !== undefined)
        waitedInVain(call, services, { waitsSinceMs });
    }
  });
}

/** Asks whether he wants to be called back, and promises it. False: he waits. */
async function wantsCallBack(call: Call, services: IvrServices): Promise<boolean> {
  // Nobody expects this question: a key that was pressed for something else is no answer to it.
  call.keys.clear();
  const number = callBackNumber(call, services);
  if (number === null) {
    await call.say('callback.no-number');
    return false;
  }
  // Who insists on a person waits for one: the way that 0 is elsewhere would lead back to this question.
  const key = await call.choose({
    ...{ name: 'callback', prompts: ['queue.none'], again: ['queue.none.short'], keys: '10' },
    ...{ wrong: ['key.wrong'], silence: [] },
  });
  if (key !== '1') return false;
  await services.callbacks.promise({ callId: call.id, number, hotline: call.hotline, why: 'no-operator' });
  return true;
}
