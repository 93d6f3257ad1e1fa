import { DateTime } from 'luxon';
import type { Duty } from '../../config/company/hours.ts';
import { hoursOf, isOpen, nextOpening } from '../../housing/hours/opening-hours.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { given } from '../../telephony/call/runner.ts';
import { callBackNumber } from '../call-back-number.ts';
import { queueNow } from '../queue-now.ts';
import { hotlineOf, type IvrFlow, type IvrServices, personQueue } from '../services.ts';
import { closedMessage } from './closed-message.ts';
import { comesTo } from './comes-to.ts';
import { dutyTelephone } from './duty-telephone.ts';
import { emergencyNumber } from './emergency-number.ts';
import { shortOf } from './main-menu.ts';
import { operator } from './operator.ts';

/** Whether nobody is behind this queue at this hour. */
export function isClosed(queue: string, { company }: Pick<IvrServices, 'company'>): boolean {
  const hours = hoursOf(company, queue);
  return hours !== null && !isOpen(hours, new Date(), company.timezone);
}

/** Whether somebody is behind this queue just now: only then may a person be promised. */
export function isAnswered(queue: string, services: Pick<IvrServices, 'company' | 'line'>): boolean {
  return !isClosed(queue, services) && services.line.isStaffed(queue);
}

/** What a caller may do outside the hours. Without a number that may be called nobody can be called back. */
const choices = [
  { key: '1', prompt: 'closed.emergency', needsNumber: false },
  { key: '2', prompt: 'closed.callback', needsNumber: true },
  { key: '3', prompt: 'closed.message', needsNumber: true },
] as const;

/**
 * Outside the hours of a queue: when people will be there; an emergency reaches the person on duty at once, others may have a
 * call back or leave a message. Who insists on a person, or chooses nothing, is promised a call back.
 */
export function closed(queue?: string): IvrFlow {
  return given({ queue }, async function closed(call, services) {
    const wanted = queue ? queueNow(queue, call, services) : personQueue(hotlineOf(call, services));
    comesTo(call, 'served');
    // Nobody expects these questions: a key that was pressed for something else is no answer to them.
    call.keys.clear();
    const number = callBackNumber(call, services);
    const offered = choices.filter((choice) => number !== null || !choice.needsNumber);
    const full = offered.map(({ key, prompt }): Utterance => [prompt, { key }]);
    const short = offered.map(({ key, prompt }): Utterance => [shortOf(prompt), { key }]);
    const keys = `${offered.map(({ key }) => key).join('')}0`;
    const first = [whenOpen(wanted, services), ...full];
    let key = await call.choose({ name: 'closed', prompts: first, again: short, keys, ...silences });
    if (key === '0')
      key = await call.choose({
        name: 'closed-again',
        prompts: ['closed.nobody', ...short],
        // The short words may have been heard twice already.
        again: [],
        keys,
        wrong: silences.wrong,
        silence: [],
      });
    if (key === '1') return onDuty(wanted, services);
    if (key === '3') return closedMessage;
    return number === null ? callAgain : promiseCallback;
  });
}

/** In these sentences nobody is sent to a person, for there is none. */
const silences = { wrong: ['key.wrong'], silence: ['silence.first'] };

function whenOpen(queue: string, { company }: IvrServices): Utterance {
  const hours = hoursOf(company, queue);
  const now = DateTime.now().setZone(company.timezone);
  const next = hours && nextOpening(hours, now.toJSDate(), company.timezone);
  if (!next) return 'closed.now';
  const opens = DateTime.fromJSDate(next, { zone: company.timezone });
  const days = Math.round(opens.startOf('day').diff(now.startOf('day'), 'days').days);
  const day = days === 0 ? 'today' : days === 1 ? 'tomorrow' : 'later';
  return ['closed.hours', { day, opens: next }];
}

/** Who is reached in an emergency when nobody is behind this queue; where nobody is on duty, the number of the emergency service. */
export function onDuty(queue: string, { company }: Pick<IvrServices, 'company'>): IvrFlow {
  const duty: Duty = company.queues.find((one) => one.id === queue)?.duty;
  if (!duty) return emergencyNumber;
  return 'queue' in duty ? operator(duty.queue, { emergency: true }) : dutyTelephone(duty.number);
}

export async function promiseCallback(call: Call, services: IvrServices): Promise<undefined> {
  const { id: callId, number, hotline } = call;
  if (number === null) return;
  await services.callbacks.promise({ callId, number, hotline, why: 'closed' });
  await call.sayWhole('closed.promised', 'goodbye');
}

export async function callAgain(call: Call): Promise<undefined> {
  await call.sayWhole('closed.call-again', 'goodbye');
}
