import type { Accepted } from '../../housing/spoken-requests.ts';
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
  const accepted = await call.once('request.accepted', () =>
    takeMessage(call, { prompt, longestMs: longestMessageMs(call, services) }, (message) =>
      handIn(call, services, { category: category.id, where, message }),
    ),
  );
  if (!accepted) return noChoice;
  await confirm(call, accepted);
  return mainMenu;
}

/**
 * Hands in what a caller had recorded and neither sent nor thrown away when he left for good: from what is kept of the call, for the
 * review itself no longer sees him go. The same message is the same request, however often it is handed in.
 */
export async function handInUnsent(call: Call, services: IvrServices): Promise<void> {
  const { answers } = call;
  const category = answers.get('request.category') as string | null | undefined;
  const where = answers.get('request.where') as Where | null | undefined;
  const message = answers.get('request.message') as Message | null | undefined;
  if (!category || !where || !message || answers.get('request.accepted')) return;
  await handIn(call, services, { category, where, message });
}

function handIn(
  call: Call,
  { spokenRequests }: IvrServices,
  { category, where, message }: { category: string; where: Where; message: Message },
): Promise<Accepted> {
  return spokenRequests.handIn({
    callId: call.id,
    language: call.language,
    phone: call.number,
    residentId: where.residentId,
    category,
    message: { file: message.file, durationMs: message.durationMs },
  });
}

/** A request that only the journal has yet has no number that could be spoken. */
async function confirm(call: Call, { number, sms }: Accepted): Promise<void> {
  if (number === null) return call.sayWhole(sms ? 'request.kept.sms' : 'request.kept');
  await call.sayWhole(['request.number', { number }]);
  await call.tell([['request.number.again', { number }], ...(sms ? ['request.sms'] : [])]);
}
