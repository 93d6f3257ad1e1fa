import type { DeskState } from '../../../agent-desk/contract/live.ts';
import { calls } from './calls.ts';
import { attempts } from './campaigns.ts';
import { ago } from './clock.ts';
import { operator } from './company.ts';

export function deskState(socketUrl: string): DeskState {
  const himself = {
    ...{ pauseReason: null, setBy: null, afterwards: null },
    ...{ wrapUpEndsAt: null, wrapUpCall: null },
  } as const;
  const person = { role: 'operator', ...himself, callId: null } as const;
  const usual = { emergency: false, callback: false, first: false, keptFor: null };
  return {
    sequence: 100,
    supervising: null,
    superviseEnded: null,
    now: new Date().toISOString(),
    me: { ...operator, ...himself, state: 'ready', since: ago(760) },
    phone: {
      ...{ kind: 'browser', state: 'registered', socketUrl },
      ...{ user: 'desk-1', domain: '127.0.0.1', port: 5060, password: 'made-up' },
    },
    nodes: { main: 'up' },
    linesInUse: 7,
    campaignsRestUntil: null,
    colleagues: [
      {
        id: 1,
        name: operator.name,
        role: operator.role,
        state: 'ready',
        since: ago(760),
        ...himself,
        callId: null,
      },
      { id: 2, name: 'Тарас Бойчук', ...person, state: 'talking', since: ago(212), callId: 'call-9' },
      {
        id: 3,
        name: 'Христина Возняк-Підгірна',
        ...person,
        state: 'paused',
        since: ago(1_900),
        pauseReason: 'lunch',
      },
      { id: 4, name: 'Назар Гриців', ...person, state: 'wrap-up', since: ago(9), wrapUpEndsAt: ago(-11) },
      { id: 5, name: 'Юлія Лесів', ...person, state: 'offline', since: ago(90_000) },
    ],
    former: [],
    queues: [
      {
        id: 'operators',
        waiting: [
          { callId: 'call-8', since: ago(96), number: null, name: null, ...usual },
          {
            callId: 'call-9',
            since: ago(48),
            number: '+380671234567',
            name: 'Добровольська-Кшижановська Анастасія Володимирівна',
            ...usual,
            emergency: true,
          },
        ],
      },
      { id: 'emergency', waiting: [] },
    ],
    call: null,
    messages: [
      {
        ...{
          id: 3,
          at: ago(90),
          fromId: 3,
          fromName: 'Христина Возняк-Підгірна',
          toId: 1,
          readBy: null,
          readAt: null,
        },
        text: 'Лесів просить підмінити її о 16:00, ти зможеш?',
      },
      {
        ...{ id: 2, at: ago(1_400), fromId: 1, fromName: operator.name, toId: null, readAt: null },
        ...{
          text: 'На Галицькій прорвало трубу: заявки від 67а не приймати, аварія відома.',
          readBy: { count: 2, of: 4 },
        },
      },
      {
        ...{
          id: 1,
          at: ago(5_300),
          fromId: 4,
          fromName: 'Назар Гриців',
          toId: 1,
          readAt: ago(5_200),
          readBy: null,
        },
        text: 'Ключі від архіву в мене',
      },
    ],
    calls,
    campaigns: [
      {
        id: 2,
        name: 'Показники лічильників, березень',
        question: 'survey.question',
        state: 'draft',
        createdAt: ago(3_000),
        numbers: 1_240,
        done: 0,
      },
      {
        id: 1,
        name: 'Контроль якості робіт: ліфти, лютий',
        question: 'survey.question',
        state: 'running',
        createdAt: ago(90_000),
        numbers: 86,
        done: 31,
      },
    ],
    attempts: attempts.filter(({ state }) => state !== 'done'),
    callbacks: [
      {
        id: 1,
        callId: 'call-5',
        number: '+380991234500',
        hotline: 'city',
        why: 'asked',
        promisedAt: ago(5_400),
        doneAt: null,
        messageMs: null,
        refusal: null,
      },
      {
        id: 3,
        callId: 'call-7',
        number: '+380631110099',
        hotline: 'city',
        why: 'message',
        promisedAt: ago(3_100),
        doneAt: null,
        messageMs: 18_000,
        refusal: null,
      },
      {
        id: 2,
        callId: 'call-6',
        number: '+380958887766',
        hotline: 'free',
        why: 'no-operator',
        promisedAt: ago(1_200),
        doneAt: null,
        messageMs: null,
        refusal: null,
      },
    ],
    callbacksOpen: { promised: 3, abandoned: 0 },
    today: { answered: 41, abandoned: 2, within20s: 36, myCalls: 34, myTalkMs: 34 * 171_000 },
  };
}
