import type { ResidentRow } from '../../../db/queries/residents.ts';
import { type OutgoingRules, refusalOf } from '../../../housing/destinations.ts';
import type { Resident } from '../../contract/shapes.ts';

/** @param company whom its people may call */
export function presentResident(
  { account, building, ...resident }: ResidentRow,
  company: OutgoingRules,
): Resident {
  return {
    id: resident.id,
    name: resident.name,
    phones: resident.phones,
    refusals: refusalsOf(resident.phones, company),
    notes: resident.notes,
    account: {
      id: account.id,
      number: account.number,
      balanceKopecks: account.balanceKopecks,
      lastPaymentOn: account.lastPaymentOn,
      lastPaymentKopecks: account.lastPaymentKopecks,
    },
    building: { id: building.id, street: building.street, house: building.house, centre: building.centre },
    flat: resident.flat,
  };
}

function refusalsOf(phones: readonly string[], company: OutgoingRules): Resident['refusals'] {
  const all = phones.map((phone) => [phone, refusalOf(phone, company)] as const);
  return Object.fromEntries(all.filter(([, refusal]) => refusal !== null));
}
