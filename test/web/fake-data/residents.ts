import type { CallRefusal, Resident } from '../../../agent-desk/contract/shapes.ts';

export const refusalOf = (number: string | null): CallRefusal =>
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
