import { expect, test } from 'vitest';
import type { Company } from '../../config/company.ts';
import { loadCompany } from '../../config/load-company.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { leaveRequest } from './leave-request.ts';
import { noChoice } from './no-choice.ts';

/** A person is promised only where one can answer: the desks are staffed, and it is not outside the hours. */
const company = await loadCompany({ company: '750-600' });
const never = { id: 'never', holidays: false, week: [], exceptions: [] };
const closed: Company = {
  ...company,
  timetables: [...company.timetables, never],
  queues: company.queues.map((one) => ({ ...one, hours: never.id })),
};
const services = (hours: Company, isStaffed: boolean) =>
  ({ company: hours, line: { isStaffed: () => isStaffed } }) as unknown as IvrServices;

test.each([
  ['open and staffed', company, true, true],
  ['open, and nobody there', company, false, false],
  ['staffed, but outside the hours', closed, true, false],
])('%s', async (_, hours, isStaffed, promised) => {
  const { call, said } = fakeCall();
  await noChoice(call, services(hours, isStaffed));
  expect(said).toEqual(promised ? [sentence('silence.last')] : []);

  const emergency = fakeCall();
  const { id } = company.categories.find((one) => one.emergency) ?? { id: '' };
  emergency.call.answers.set('request.category', id);
  await leaveRequest(emergency.call, services(hours, isStaffed));
  expect(emergency.said).toEqual(promised ? [sentence('request.emergency')] : []);
});
