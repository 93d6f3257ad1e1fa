import type { Company, Language } from '../../config/company.ts';
import { smsText, writtenDay } from '../../housing/messages/texts.ts';
import type { Call, Utterance } from '../../telephony/call/call.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import type { Message } from '../../telephony/call/record.ts';
import { hotlineOf, type IvrFlow, type IvrServices, personQueue } from '../services.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';
import { operator } from './operator.ts';

type Category = Company['categories'][number];

/** Where the work is to be done, as far as the caller has said. */
interface Where {
  /** By the account whose number was keyed in, or of the resident whose telephone it is. */
  residentId: number | null;
  /** The address is in the message. */
  inMessage: boolean;
}

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
    return operator(personQueue(hotlineOf(call, services)), { emergency: true });
  }
  const where = await call.once('request.where', () => askWhere(call, services));
  if (!where) return noChoice;
  const number = await call.once('request.number', () => takeMessage(call, services, category, where));
  if (!number) return noChoice;
  await call.say(['request.number', { number }], ['request.number.again', { number }]);
  if (call.answers.get('request.sms')) await call.say('request.sms');
  return mainMenu;
}

/** Two steps at most: a group, then one of its categories. `#` leads from the second to the first. */
async function chooseCategory(call: Call, company: Company): Promise<string | null> {
  for (;;) {
    const loose = company.categories.filter((one) => one.group === undefined);
    const first = await chooseOne(call, 'request.group', 'request.what', [
      ...company.categoryGroups,
      ...loose,
    ]);
    if (!first || first === 'back') return null;
    const inside = company.categories.filter((one) => one.group === first.id);
    if (inside.length === 0) return first.id;
    if (inside.length === 1) return inside[0]?.id ?? null;
    const second = await chooseOne(call, 'request.category', 'request.which', inside, { back: true });
    if (second !== 'back') return second?.id ?? null;
  }
}

type Named = { id: string; name: Partial<Record<Language, string>> };

/** @param back whether `#` is an answer here: `back` */
async function chooseOne(
  call: Call,
  name: string,
  question: string,
  all: readonly Named[],
  { back = false } = {},
): Promise<Named | 'back' | null> {
  const keys = `${keysOf(all)}${back ? '#' : ''}`;
  const key = await call.choose({ ...listed(name, question, call.language, all), keys });
  return key === '#' ? 'back' : (all[Number(key) - 1] ?? null);
}

/** A list of the company file as a menu: its names, and the keys from 1 on. */
function listed(
  name: string,
  question: string,
  language: Language,
  all: readonly Named[],
): Omit<Menu, 'keys'> {
  const choices = all.map(
    (one, index): Utterance => ['choice', { what: one.name[language] ?? '', key: index + 1 }],
  );
  return { name, prompts: [question, ...choices], again: [`${question}.again`, ...choices] };
}

function keysOf(all: readonly unknown[]): string {
  return all.map((_, index) => String(index + 1)).join('');
}

/**
 * The address is never spoken to a number: "the flat that this telephone number belongs to" is enough for its owner. Others
 * key in their account's number, or say the address in the message.
 */
async function askWhere(call: Call, services: IvrServices): Promise<Where | null> {
  const [residentId = null] = call.residentIds.length === 1 ? call.residentIds : [];
  const key = await call.choose(residentId === null ? whereOfStranger : whereOfKnown);
  if (key === null) return null;
  if (key === '1' && residentId !== null) return { residentId, inMessage: false };
  if (key === '3') return { residentId: null, inMessage: true };
  const number = await call.ask(accountNumber);
  if (number === null) return { residentId: null, inMessage: true };
  const accountId = await services.accounts.byNumber(number);
  const [payer = null] = accountId === null ? [] : await services.accounts.residentsOf(accountId);
  // Whether there is such an account is nobody's business: the address is asked for in the message then.
  return { residentId: payer, inMessage: payer === null };
}

const whereOfKnown: Menu = {
  name: 'request.where',
  prompts: ['request.where.own', 'request.where.account', 'request.where.message'],
  again: ['request.where.again'],
  keys: '123',
};

const whereOfStranger: Menu = {
  name: 'request.where',
  prompts: ['request.where.account', 'request.where.message'],
  again: ['request.where.stranger.again'],
  keys: '23',
};

const accountNumber = {
  name: 'request.account',
  prompts: ['readings.account.enter'],
  again: ['readings.account.enter.again'],
  longest: 12,
  fits: (digits: string) => /^\d{4,12}$/.test(digits),
};

const review: Menu = {
  name: 'request.review',
  prompts: ['request.review'],
  again: ['request.review.again'],
  keys: '123',
};

/** A message without voice is none: it is asked for once more. */
const messageTries = 2;
const leastVoicedMs = 600;

/** Records, lets the caller hear it and do it again, and writes the request down. @returns its number, or null without a message */
async function takeMessage(
  call: Call,
  services: IvrServices,
  category: Category,
  where: Where,
): Promise<string | null> {
  const write = (message: Message) => writeDown(call, services, category, where, message);
  // A hang-up after having spoken is how many people send a message.
  const ifLeft = async (message: Message) => {
    if (message.voicedMs >= leastVoicedMs) await write(message);
  };
  const file = `request-${Date.now()}`;
  for (let tries = 0; tries < messageTries; ) {
    await call.say(where.inMessage ? 'request.record.address' : 'request.record');
    const message = await call.record({ name: file, ifLeft });
    if (message.voicedMs < leastVoicedMs) {
      tries++;
      await call.say(tries < messageTries ? 'request.silent' : 'request.silent.again');
      continue;
    }
    if (await isSent(call, message, ifLeft)) return write(message);
  }
  return null;
}

/** Sent unless the caller wants to record it anew. A caller who chooses nothing, or goes, has sent it. */
async function isSent(
  call: Call,
  message: Message,
  ifLeft: (message: Message) => Promise<void>,
): Promise<boolean> {
  try {
    for (;;) {
      const key = await call.choose(review);
      if (key === '3') return false;
      if (key !== '2') return true;
      await call.playSound(message.sound);
    }
  } catch (error) {
    // However the caller leaves this question, what was said is kept.
    await ifLeft(message);
    throw error;
  }
}

async function writeDown(
  call: Call,
  services: IvrServices,
  category: Category,
  where: Where,
  { file, durationMs }: Message,
): Promise<string> {
  const request = await services.requests.write({
    callId: call.id,
    residentId: where.residentId,
    category: category.id,
    text: '',
    place: '',
    phone: call.number,
    createdBy: null,
    message: { file, durationMs },
  });
  const promise = await services.messages.sms({
    number: call.number,
    text: smsText('request-accepted', call.language, {
      number: request.number,
      due: writtenDay(request.dueAt, services.company.timezone),
    }),
    callId: call.id,
    why: 'request-accepted',
    once: `request-accepted ${request.id}`,
  });
  if (promise === 'coming') call.note('request.sms', true);
  return request.number;
}
