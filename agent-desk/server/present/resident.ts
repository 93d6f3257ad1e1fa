import type { ResidentRow } from '../../../db/queries/residents.ts';
import type { Resident } from '../../contract/shapes.ts';

export function presentResident({ account, building, ...resident }: ResidentRow): Resident {
  return {
    id: resident.id,
    name: resident.name,
    phones: resident.phones,
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
