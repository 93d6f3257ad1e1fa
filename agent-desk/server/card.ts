import type { Database } from '../../db/connect.ts';
import { earlierCalls } from '../../db/queries/calls.ts';
import { openRequestsOfBuildings, openRequestsOfCaller } from '../../db/queries/requests.ts';
import { residentsById } from '../../db/queries/residents.ts';
import type { IdentifiedAs } from '../../events.ts';
import type { OutgoingRules } from '../../housing/destinations.ts';
import type { Card } from '../contract/shapes.ts';
import { presentCall } from './present/call.ts';
import { presentRequest } from './present/request.ts';
import { presentResident } from './present/resident.ts';

export interface CardOf {
  as: IdentifiedAs;
  residentIds: number[];
  number: string | null;
  /** The call that is going on: it is not an earlier one. */
  callId?: string;
}

/** How many earlier calls a card shows. */
export const earlierCallsShown = 10;

/**
 * All that is known of a caller: who it may be, what is still to be done for them and in their houses (theirs not twice), and
 * when they called before; as many look-ups at a time as can be. `company`: whom its people may call.
 */
export async function readCard(
  db: Database,
  company: OutgoingRules,
  { as, residentIds, number, callId }: CardOf,
): Promise<Card> {
  const [residents, open, earlier] = await Promise.all([
    residentsById(db, residentIds),
    openRequestsOfCaller(db, { residentIds, number }),
    earlierCalls(db, { residentIds, number }, earlierCallsShown + 1),
  ]);
  const buildings = [...new Set(residents.map(({ building }) => building.id))];
  const house = buildings.length ? await openRequestsOfBuildings(db, buildings) : [];
  const theirs = new Set(open.map(({ id }) => id));
  return {
    as,
    residents: residents.map((one) => presentResident(one, company)),
    openRequests: open.map(presentRequest),
    houseRequests: house.filter(({ id }) => !theirs.has(id)).map(presentRequest),
    earlierCalls: earlier
      .filter(({ id }) => id !== callId)
      .slice(0, earlierCallsShown)
      .map(presentCall),
  };
}
