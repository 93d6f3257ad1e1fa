import type {
  CallDetails,
  CallSummary,
  Card,
  DeskCall,
  Resident,
  Step,
} from '../../../agent-desk/contract/shapes.ts';
import { ago, startMs } from './clock.ts';
import { requests } from './requests.ts';
import { refusalOf, residents } from './residents.ts';

const call = (
  index: number,
  seconds: number,
  lengthS: number | null,
  more: Partial<CallSummary>,
): CallSummary => ({
  id: `call-${index}`,
  direction: 'in',
  hotline: 'city',
  number: '+380501112233',
  residentId: null,
  residentName: null,
  language: 'uk',
  arrivedAt: ago(seconds),
  answeredAt: ago(seconds - 3),
  endedAt: lengthS === null ? null : ago(seconds - lengthS),
  result: lengthS === null ? null : 'talked',
  reason: lengthS === null ? null : 'caller-hung-up',
  operatorId: lengthS === null ? null : 1,
  operatorName: lengthS === null ? null : 'Олена Мартинюк',
  disposition: null,
  note: null,
  ...more,
});

export const calls: CallSummary[] = [
  call(9, 48, null, {
    number: '+380671234567',
    residentName: 'Добровольська-Кшижановська Анастасія Володимирівна',
    residentId: 2,
  }),
  call(8, 96, null, { number: null }),
  call(7, 420, 184, {
    residentName: 'Шевчук Ірина',
    number: '+380631110099',
    residentId: 5,
    disposition: 'advice',
  }),
  call(6, 1_260, 32, {
    result: 'abandoned',
    operatorId: null,
    operatorName: null,
    number: '+380958887766',
    hotline: 'free',
  }),
  call(5, 2_400, 75, {
    result: 'served',
    operatorId: null,
    operatorName: null,
    residentName: 'Ільків Ґедеон',
    residentId: 4,
  }),
  call(4, 4_000, 61, {
    direction: 'out',
    result: 'unreached',
    number: '+48221234567',
    operatorId: null,
    operatorName: null,
  }),
  call(3, 7_200, 3_723, {
    residentName: 'Коваленко Олександра Петрівна',
    residentId: 1,
    disposition: 'complaint',
    note: 'Ключі від підвалу в сусідки, кв. 12.\nПросила дзвонити після обіду.',
  }),
];

export const steps = (from: number): Step[] => [
  { at: ago(from), kind: 'arrived', hotline: 'city', number: '+380501112233', direction: 'in' },
  { at: ago(from), kind: 'identified', as: 'one', residentIds: [1] },
  { at: ago(from - 1), kind: 'answered' },
  { at: ago(from - 1), kind: 'recording-started' },
  { at: ago(from - 1), kind: 'language', language: 'uk', how: 'remembered' },
  {
    at: ago(from - 2),
    kind: 'said',
    prompt: 'greeting',
    text: 'Вітаємо! Ви зателефонували до муніципальної управляючої компанії. Розмова записується.',
  },
  {
    at: ago(from - 9),
    kind: 'said',
    prompt: 'menu.main',
    text: 'Щоб поговорити з оператором, натисніть нуль. Щоб почути номер аварійної служби, натисніть сім.',
  },
  { at: ago(from - 12), kind: 'key-wrong', key: '5', menu: 'main' },
  { at: ago(from - 15), kind: 'key', key: '0' },
  { at: ago(from - 16), kind: 'waiting', queue: 'operators', position: 2 },
  { at: ago(from - 30), kind: 'offered', operatorId: 1, queue: 'operators' },
];

export const callDetails = (one: CallSummary): CallDetails => {
  const from = (startMs - Date.parse(one.arrivedAt)) / 1000;
  const ended: Step[] = one.endedAt
    ? [
        { at: ago(from - 20), kind: 'connected', operatorId: 1, waitMs: 14_000 },
        { at: ago(from - 24), kind: 'request-written', requestId: 1, number: 'З-2026-001201' },
        { at: ago(from - 28), kind: 'left-operator', operatorId: 1, talkMs: 8_000 },
        { at: one.endedAt, kind: 'ended', result: one.result ?? 'talked', reason: 'caller-hung-up' },
      ]
    : [];
  return {
    ...one,
    steps: [...steps(from).filter((step) => step.kind !== 'offered'), ...ended],
    listens: [],
    recordings: [
      {
        id: Number(one.id.slice(5)),
        callId: one.id,
        state: one.endedAt ? 'finished' : 'recording',
        startedAt: ago(from - 1),
        durationMs: 30_000,
      },
    ],
    refusal: refusalOf(one.number),
  };
};

export const cardOf = (one: Resident): Card => ({
  as: 'one',
  residents: [one],
  openRequests: requests.filter((request) => request.residentId === one.id && request.id < 3),
  houseRequests: one.id === 1 ? requests.slice(5) : [],
  // The last one: a long name of a hotline beside a long word for what came of it.
  earlierCalls: calls.filter(
    (past) => (past.residentId === one.id && past.endedAt) || past.result === 'abandoned',
  ),
});

/** The call that comes to the desk: of one known person, of several, of nobody known, or with the number withheld. */
export function deskCall(as: Card['as'], stage: DeskCall['stage'] = 'ringing', callId = 'call-10'): DeskCall {
  const number = { one: '+380501112233', several: '+380671234567', none: '+380958887766', anonymous: null }[
    as
  ];
  const known = residents.filter((one) => number !== null && one.phones.includes(number));
  const [first] = known;
  const card: Card =
    as === 'one' && first
      ? cardOf(first)
      : { as, residents: known, openRequests: [], houseRequests: [], earlierCalls: [] };
  const since = new Date(Date.now() - (stage === 'ringing' ? 4_000 : 84_000)).toISOString();
  return {
    callId,
    stage,
    held: false,
    consult: null,
    colleague: null,
    askedBy: null,
    recordingOff: false,
    supervised: null,
    hotline: 'city',
    number,
    language: 'uk',
    since,
    steps: steps(40),
    card,
  };
}

/** A colleague at the other end, and nobody from outside. */
export function internalCall(colleague: number, stage: DeskCall['stage']): DeskCall {
  const card = { as: 'none' as const, residents: [], openRequests: [], houseRequests: [], earlierCalls: [] };
  return {
    ...deskCall('none', stage, `internal-${colleague}`),
    ...{ colleague, hotline: '', number: null, language: null, steps: [], card },
  };
}
