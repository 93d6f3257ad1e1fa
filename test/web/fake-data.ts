import type { DeskState } from '../../agent-desk/contract/live.ts';
import type {
  Announcement,
  Attempt,
  CallDetails,
  CallRefusal,
  CallSummary,
  Card,
  Company,
  DeskCall,
  Incident,
  Operator,
  RequestDetails,
  RequestSummary,
  Resident,
  Step,
  Waveform,
} from '../../agent-desk/contract/shapes.ts';

/** A believable day at a housing company, for looking at the desk without the real server. All of it is made up. */
const startMs = Date.now();
export const ago = (seconds: number) => new Date(startMs - seconds * 1000).toISOString();

export const operator: Operator = {
  id: 1,
  login: 'olena',
  name: 'Олена Мартинюк',
  role: 'supervisor',
};

export const company: Company = {
  name: { uk: 'Муніципальна інвестиційна управляюча компанія', en: 'Municipal housing company' },
  timezone: 'Europe/Kyiv',
  hotlines: [
    {
      id: 'city',
      name: { uk: '750-600', ru: '750-600', en: '750-600' },
      numbers: ['750600'],
      languages: ['uk', 'ru', 'en'],
    },
    {
      id: 'free',
      name: { uk: '8 800 — безплатна лінія', en: '8 800 free line' },
      numbers: ['8800'],
      languages: ['uk', 'ru'],
    },
  ],
  queues: [
    { id: 'operators', name: { uk: 'Диспетчери', ru: 'Диспетчеры', en: 'Dispatchers' } },
    { id: 'emergency', name: { uk: 'Аварійна служба', ru: 'Аварийная служба', en: 'Emergency' } },
  ],
  executors: [
    {
      id: 'plumbers',
      name: { uk: 'Сантехнічна бригада № 2', ru: 'Сантехники, бригада № 2', en: 'Plumbing crew 2' },
      phone: '0671234500',
    },
    {
      id: 'lifts',
      name: { uk: 'ТОВ «Карпати-Ліфтсервіс»', ru: 'ООО «Карпаты-Лифтсервис»', en: 'Karpaty Lift Service' },
      phone: '+380342551020',
    },
    { id: 'power', name: { uk: 'Електрики', ru: 'Электрики', en: 'Electricians' }, phone: null },
    {
      id: 'emergency',
      name: { uk: 'Аварійна служба', ru: 'Аварийная служба', en: 'Emergency service' },
      phone: '1580',
    },
  ],
  categories: [
    category('water-leak', ['Прорив водопроводу', 'Прорыв водопровода', 'Burst pipe'], 'emergency', 2, true),
    category('no-heat', ['Немає опалення', 'Нет отопления', 'No heating'], 'plumbers', 24),
    category('no-water', ['Немає холодної води', 'Нет холодной воды', 'No cold water'], 'plumbers', 8),
    category('lift', ['Не працює ліфт', 'Не работает лифт', 'Lift out of order'], 'lifts', 24),
    category(
      'lift-stuck',
      ['Людина застрягла в ліфті', 'Человек застрял в лифте', 'Person stuck in a lift'],
      'lifts',
      1,
      true,
    ),
    category('light', ['Освітлення під’їзду', 'Освещение подъезда', 'Entrance lighting'], 'power', 72),
    category('roof', ['Протікає дах', 'Протекает крыша', 'Leaking roof'], 'plumbers', 120),
  ],
  incidentKinds: [
    { id: 'no-heat', name: { uk: 'Немає опалення', ru: 'Нет отопления', en: 'No heating' }, planned: false },
    {
      id: 'water-works',
      name: {
        uk: 'Планові роботи на водогоні',
        ru: 'Плановые работы на водопроводе',
        en: 'Planned water works',
      },
      planned: true,
    },
  ],
  certificates: [
    {
      id: 'household',
      name: {
        uk: 'Довідка про склад сім’ї',
        ru: 'Справка о составе семьи',
        en: 'Certificate of household',
      },
    },
  ],
  dispositions: (
    [
      ['request', 'Прийнято заявку'],
      ['advice', 'Консультація'],
      ['status', 'Стан заявки'],
      ['emergency', 'Аварія'],
      ['bills', 'Показання та рахунки'],
      ['complaint', 'Скарга'],
      ['not-ours', 'Не до нас'],
      ['call-again', 'Передзвонити'],
      ['no-talk', 'Розмова не відбулася'],
    ] as const
  ).map(([id, uk], index) => ({ id, name: { uk }, key: String(index + 1) })),
  pauses: [
    { reason: 'break', longestMinutes: 15 },
    { reason: 'lunch', longestMinutes: 30 },
    { reason: 'training', longestMinutes: null },
    { reason: 'paperwork', longestMinutes: 60 },
  ],
  dialerLanes: 4,
};

function category(
  id: string,
  [uk, ru, en]: [string, string, string],
  executor: string,
  dueHours: number,
  emergency = false,
) {
  return { id, name: { uk, ru, en }, executor, dueHours, emergency };
}

/** Poland may be called by administrators only. */
const refusalOf = (number: string | null): CallRefusal =>
  number?.startsWith('+48') ? { why: 'foreign', to: ['operator', 'supervisor'] } : null;

export const refusalsOf = (phones: readonly string[]): Resident['refusals'] =>
  Object.fromEntries(phones.flatMap((phone) => (refusalOf(phone) ? [[phone, refusalOf(phone)]] : [])));

const resident = (
  id: number,
  name: string,
  phones: string[],
  street: string,
  house: string,
  flat: string,
  balanceKopecks: number,
  notes = '',
): Resident => ({
  id,
  name,
  phones,
  refusals: refusalsOf(phones),
  notes,
  account: {
    id: id * 100,
    number: `10${String(id).padStart(6, '0')}`,
    balanceKopecks,
    lastPaymentOn: id % 3 === 0 ? null : '2026-02-12',
    lastPaymentKopecks: id % 3 === 0 ? null : 84_250,
  },
  building: { id: id * 10, street, house, centre: 'Дільниця № 3 «Центр»' },
  flat,
});

export const residents: Resident[] = [
  resident(
    1,
    'Коваленко Олександра Петрівна',
    ['+380501112233', '+380342551122'],
    'вул. Галицька',
    '67а',
    '48',
    -312_475,
    'Погано чує, говорити повільно. Домофон не працює, дзвонити за пів години.',
  ),
  resident(
    2,
    'Добровольська-Кшижановська Анастасія Володимирівна',
    ['+380671234567'],
    'вул. Гетьмана Мазепи',
    '164',
    '112',
    0,
  ),
  resident(
    3,
    'Добровольський Максиміліан Святославович',
    ['+380671234567'],
    'вул. Гетьмана Мазепи',
    '164',
    '112',
    12_050,
  ),
  resident(4, 'Ільків Ґедеон', ['+380991234500'], 'вул. Незалежності', '5', '', -4_000),
  resident(5, 'Шевчук Ірина', ['+380631110099'], 'вул. Василіянок', '22', '3', 0),
];

const summary = (id: number, more: Partial<RequestSummary>): RequestSummary => ({
  id,
  number: `З-2026-00${1200 + id}`,
  category: 'lift',
  executor: 'lifts',
  text: 'Ліфт стоїть між третім і четвертим поверхом, двері не зачиняються. Сусіди кажуть, що так від учорашнього вечора.',
  place: 'вул. Галицька, 67а, під’їзд 2',
  phone: '+380501112233',
  status: 'given',
  createdAt: ago(90_000),
  dueAt: ago(-30_000),
  residentId: 1,
  callId: 'call-3',
  messageMs: null,
  ...more,
});

export const requests: RequestSummary[] = [
  summary(1, {}),
  summary(2, {
    category: 'no-heat',
    executor: 'plumbers',
    text: '',
    messageMs: 34_200,
    status: 'new',
    dueAt: ago(5_000),
    place: 'вул. Галицька, 67а, кв. 48',
  }),
  summary(3, {
    category: 'light',
    executor: 'power',
    text: 'Не світить лампа біля входу',
    status: 'done',
    residentId: 2,
    place: 'вул. Гетьмана Мазепи, 164',
  }),
  summary(4, {
    category: 'water-leak',
    executor: 'emergency',
    text: 'Вода в підвалі, на пів метра',
    status: 'reopened',
    residentId: 4,
    callId: null,
    place: 'вул. Незалежності, 5',
  }),
  summary(5, {
    category: 'roof',
    executor: 'plumbers',
    text: 'Тече стеля на дев’ятому поверсі після дощу',
    status: 'closed',
    residentId: 5,
    place: 'вул. Василіянок, 22, кв. 3',
  }),
  summary(6, { category: 'lift', text: 'Просять замінити дзеркало', status: 'refused', phone: null }),
  summary(7, { category: 'light', text: 'Питає син із Кракова', status: 'closed', phone: '+48221234567' }),
];

export const requestDetails = (request: RequestSummary): RequestDetails => ({
  ...request,
  refusal: refusalOf(request.phone),
  history: [
    { at: request.createdAt, kind: 'written', operatorName: 'Олена Мартинюк', data: {} },
    {
      at: ago(80_000),
      kind: 'status',
      operatorName: null,
      data: { status: 'given', comment: 'Передано виконавцеві' },
    },
    ...(request.status === 'given'
      ? []
      : [
          {
            at: ago(4_000),
            kind: 'status',
            operatorName: 'Тарас Бойчук',
            data: { status: request.status, comment: '' },
          },
        ]),
  ],
});

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

const attempt = (id: number, more: Partial<Attempt>): Attempt => ({
  id,
  campaignId: 1,
  number: `+38050111${String(2000 + id * 7)}`,
  try: 1,
  state: 'done',
  outcome: 'answered',
  answer: null,
  callId: null,
  ...more,
});
export const attempts: Attempt[] = [
  attempt(9, { state: 'dialling', outcome: null }),
  attempt(8, { state: 'talking', outcome: null, callId: 'call-9' }),
  attempt(7, { answer: 5, callId: 'call-7' }),
  attempt(6, { outcome: 'busy', try: 1 }),
  attempt(5, { answer: 4 }),
  attempt(4, { answer: 5 }),
  attempt(3, { outcome: 'no-answer', try: 2 }),
  attempt(2, { answer: 1 }),
  attempt(1, { outcome: 'hung-up' }),
];

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
    attempts,
    callbacks: [
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
    ],
    today: { answered: 41, abandoned: 2, within20s: 36, myCalls: 34, myTalkMs: 34 * 171_000 },
  };
}

/** The resident and the other side take turns. */
export const waveform: Waveform = {
  resident: Array.from({ length: 480 }, (_, at) => (at % 120 < 50 ? 20 + ((at * 37) % 60) : 2)),
  heard: Array.from({ length: 480 }, (_, at) => (at % 120 < 50 ? 3 : 25 + ((at * 53) % 65))),
};

export const buildings = [
  { id: 1, street: 'Незалежності', house: '12', centre: 'Центр' },
  { id: 2, street: 'Незалежності', house: '14а', centre: 'Центр' },
];

export const incidents: Incident[] = [
  {
    id: 1,
    kind: 'no-heat',
    since: ago(7_200),
    until: ago(-7_200),
    comment: 'Прорив на тепломережі, бригада на місці',
    openedAt: ago(7_000),
    closedAt: null,
    buildings,
    subscribers: 12,
  },
  {
    id: 2,
    kind: 'water-works',
    since: ago(90_000),
    until: null,
    comment: '',
    openedAt: ago(90_000),
    closedAt: ago(3_600),
    buildings: buildings.slice(1),
    subscribers: 0,
  },
];

export const announcements: Announcement[] = [
  {
    id: 1,
    hotline: 'city',
    texts: { uk: 'Сьогодні працюємо до обіду.', en: 'We work until noon today.' },
    prompt: null,
    beginsAt: ago(600),
    endsAt: ago(-3_600),
    setAt: ago(600),
    setByName: 'Оксана',
    endedEarlyAt: null,
  },
];
