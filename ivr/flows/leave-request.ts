import type { Accepted } from '../../housing/spoken-requests.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { Message } from '../../telephony/call/record.ts';
import { emergencyQueue, type IvrFlow, type IvrServices } from '../services.ts';
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
    await call.say('request.emergency');
    return operator(emergencyQueue(call, services), { emergency: true });
  }
  const where = await call.once('request.where', () => askWhere(call, services));
  if (!where) return noChoice;
  const accepted = await call.once('request.accepted', () =>
    takeMessage(call, where.inMessage ? 'request.record.address' : 'request.record', (message) =>
      handIn(call, services, { category: category.id, where, message }),
    ),
  );
  if (!accepted) return noChoice;
  await call.say(...confirmation(accepted));
  return mainMenu;
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
function confirmation({ number, sms }: Accepted): Utterance[] {
  if (number === null) return [sms ? 'request.kept.sms' : 'request.kept'];
  const said: Utterance[] = [
    ['request.number', { number }],
    ['request.number.again', { number }],
  ];
  return sms ? [...said, 'request.sms'] : said;
}
