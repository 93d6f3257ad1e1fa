import type { RequestDetails, RequestSummary } from '../../../agent-desk/contract/shapes.ts';
import { ago } from './clock.ts';
import { refusalOf } from './residents.ts';

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
