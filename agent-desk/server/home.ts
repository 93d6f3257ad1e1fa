import type { Database } from '../../db/connect.ts';
import { accountPin, findAccount } from '../../db/queries/accounts.ts';
import { openIncidentsOfResidents } from '../../db/queries/incidents.ts';
import { metersOfAccounts } from '../../db/queries/meters.ts';
import { currentReadings } from '../../db/queries/readings.ts';
import { residentsById } from '../../db/queries/residents.ts';
import { HolosError } from '../../errors.ts';
import type { Home } from '../contract/shapes.ts';
import { presentKnownIncident, presentMeter } from './present/home.ts';

/** What is known of a resident's home and is not needed before the first word. @throws HolosError `resident.unknown` */
export async function readHome(db: Database, residentId: number): Promise<Home> {
  const [resident] = await residentsById(db, [residentId]);
  if (!resident) throw new HolosError('resident.unknown', 'There is no such resident.');
  const [account, pin, meters, incidents] = await Promise.all([
    findAccount(db, resident.account.id),
    accountPin(db, resident.account.id),
    metersOfAccounts(db, [resident.account.id]),
    openIncidentsOfResidents(db, [residentId]),
  ]);
  const readings = await currentReadings(
    db,
    meters.map(({ id }) => id),
  );
  return {
    email: account?.email ?? null,
    hasPin: pin?.pinHash != null,
    meters: meters.map((meter) =>
      presentMeter(
        meter,
        readings.findLast(({ meterId }) => meterId === meter.id),
      ),
    ),
    incidents: incidents.map(presentKnownIncident),
  };
}
