import type { Company, Operator } from '../../../agent-desk/contract/shapes.ts';

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
