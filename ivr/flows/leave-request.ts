import type { RequestRow } from '../../db/queries/requests.ts';
import { smsText, writtenDay } from '../../housing/messages/texts.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Message } from '../../telephony/call/record.ts';
import { emergencyQueue, type IvrFlow, type IvrServices, longestMessageMs } from '../services.ts';
import { isAnswered } from './closed.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';
import { operator } from './operator.ts';
import { chooseCategory } from './request-category.ts';
import { takeMessage } from './request-message.ts';
import { askWhere, type Where } from './request-where.ts';

/**
 * A request by voice: what it is about, where, and a message. It is in the register before its number is spoken. What an
 * emergency is about is told to a person, not to a machine.
 */
export async function leaveRequest(call: Call, services: IvrServices): Promise<IvrFlow> {
  const id = await call.once('request.category', () => chooseCategory(call, services.company));
  const category = services.company.categories.find((one) => one.id === id);
  if (!category) return noChoice;
  if (category.emergency) {
    const queue = emergencyQueue(call, services);
    if (isAnswered(queue, services)) await call.say('request.emergency');
    return operator(queue, { emergency: true });
  }
  const where = await call.once('request.where', () => askWhere(call, services));
  if (!where) return noChoice;
  const prompt = where.inMessage ? 'request.record.address' : 'request.record';
  const number = await call.once('request.number', () =>
    takeMessage(call, { prompt, longestMs: longestMessageMs(call, services) }, (message) =>
      writeDown(call, services, { category: category.id, where, message }),
    ),
  );
  if (!number) return noChoice;
  await call.sayWhole(['request.number', { number }]);
  await call.say(['request.number.again', { number }]);
  if (call.answers.get('request.sms')) await call.say('request.sms');
  return mainMenu;
}

/** @returns the request's number */
async function writeDown(
  call: Call,
  services: IvrServices,
  { category, where, message }: { category: string; where: Where; message: Message },
): Promise<string> {
  const request = await services.requests.write({
    callId: call.id,
    residentId: where.residentId,
    category,
    text: '',
    place: '',
    phone: call.number,
    createdBy: null,
    message: { file: message.file, durationMs: message.durationMs },
  });
  await tellBySms(call, services, request);
  return request.number;
}

async function tellBySms(call: Call, services: IvrServices, request: RequestRow): Promise<void> {
  const { number, dueAt } = request;
  const due = writtenDay(dueAt, services.company.timezone);
  const promise = await services.messages.sms({
    number: call.number,
    text: smsText('request-accepted', call.language, { number, due }),
    callId: call.id,
    why: 'request-accepted',
    once: `request-accepted ${request.id}`,
  });
  if (promise === 'coming') call.note('request.sms', true);
}
